// `npm run transcripts -- …`: `polylogue transcripts …`, with paths as they are seen from where npm was called, because npm
// runs a script in the folder of its package.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
process.argv.splice(2, 0, 'transcripts');
await import('../bin/polylogue.js');
