#!/usr/bin/env node
// Old syntax only: a Node that is too old must still be able to read this far and be told so.

var oldest = [24, 15, 0];

function isNewEnough(version) {
  var parts = version.split('.').map(Number);
  for (var i = 0; i < oldest.length; i++) {
    if (parts[i] !== oldest[i]) return parts[i] > oldest[i];
  }
  return true;
}

// `polylogue history | head` closes our stdout: that is the reader's right, not an error. A full disk behind it is one, but
// no reason to end a chat: it is said once, where that can be, and told by the exit code. A terminal that was closed (EIO)
// is as if nobody read.
function ignoreClosed(stream) {
  var said = false;
  stream.on('error', function (error) {
    if (error.code === 'EPIPE' || (error.code === 'EIO' && stream.isTTY) || said) return;
    said = true;
    process.exitCode = 74;
    if (stream === process.stdout)
      process.stderr.write('polylogue: standard output cannot be written: ' + error.code + '\n');
  });
}

// A checkout has src; the published package has only dist, because Node strips no types under node_modules.
function runBuilt(error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.url).endsWith('/src/cli.ts')) throw error;
  return import('../dist/cli.js');
}

function run(module) {
  module.enableCompileCache();
  ignoreClosed(process.stdout);
  ignoreClosed(process.stderr);
  return import('../src/cli.ts').catch(runBuilt);
}

// Two semi-spaces of 8 MB at most for what is new, instead of 16 or 32, save a server some 40 MB and cost it nothing.
var nursery = '--max-semi-space-size=8';
// Without it V8 lets a heap of 45 MB grow to 150 before it collects what is old: what waits in a flood becomes old, and then dies.
var growth = '--heap-growing-percent=60';
// Where there is one core, the four threads that V8 compiles and collects with take turns with the event loop: one is enough.
var pool = '--v8-pool-size=1';

// V8 reads these flags as it starts and never again, so the process is replaced, under the same number, where Node can do
// that. Not where another Node holds a channel to this one, which would break. A flag that somebody has set stays.
function setServerFlags(os) {
  var isServer = process.argv[2] === 'serve' || process.argv[3] === 'server';
  if (!isServer || process.connected || !process.execve) return;
  var given = process.execArgv.concat(String(process.env.NODE_OPTIONS)).join(' ');
  var flags = [];
  if (!/--max[-_]semi[-_]space[-_]size/.test(given)) flags.push(nursery);
  if (!/--heap[-_]growing[-_]percent/.test(given)) flags.push(growth);
  if (os.availableParallelism() === 1 && !/--v8[-_]pool[-_]size/.test(given)) flags.push(pool);
  if (flags.length === 0) return;
  var args = [process.execPath].concat(flags, process.execArgv, process.argv.slice(1));
  try {
    process.execve(process.execPath, args, process.env);
  } catch (error) {
    // It was not allowed (`--permission`): the server runs as well without.
    if (error.code !== 'ERR_ACCESS_DENIED') throw error;
  }
}

// The Node that `npm install` put into the checkout, if there is one and it is not the one that runs.
function nodeOfCheckout(fs, path) {
  var modules = path.join(path.dirname(path.dirname(fs.realpathSync(process.argv[1]))), 'node_modules');
  var name = process.platform === 'win32' ? 'node-win-' + process.arch + '/bin/node.exe' : '.bin/node';
  var node = path.join(modules, name);
  return fs.existsSync(node) && fs.realpathSync(node) !== fs.realpathSync(process.execPath) ? node : undefined;
}

// A terminal sends Ctrl-C to both processes, so it is passed on only where there is no terminal.
function passSignals(child) {
  var atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(function (signal) {
    process.on(signal, function () {
      if (signal !== 'SIGINT' || !atTerminal) child.kill(signal);
    });
  });
}

// In the way in which the other process has ended.
function end(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function runOn(node, spawn) {
  var child = spawn(node, process.execArgv.concat(process.argv.slice(1)), { stdio: 'inherit' });
  passSignals(child);
  child.on('error', function (error) {
    console.error('Polylogue cannot run on ' + node + ': ' + error.message);
    process.exitCode = 1;
  });
  child.on('exit', function (code, signal) {
    if (code === null) end(signal);
    else process.exitCode = code;
  });
}

function complain() {
  console.error('Polylogue needs Node ' + oldest.join('.') + ' or newer; this is Node ' + process.versions.node + '.');
  console.error('In a checkout, `npm install` brings the right one.');
  process.exitCode = 1;
}

if (isNewEnough(process.versions.node)) {
  Promise.all([import('node:module'), import('node:os')]).then(function (modules) {
    setServerFlags(modules[1]);
    return run(modules[0]);
  });
} else {
  Promise.all([import('node:fs'), import('node:path'), import('node:child_process')]).then(function (modules) {
    var node = nodeOfCheckout(modules[0], modules[1]);
    if (node === undefined) complain();
    else runOn(node, modules[2].spawn);
  }, complain);
}
