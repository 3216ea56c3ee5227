import { OriginalClient } from '#dialects/chatroom/original-client.suite.ts';
import { connectWebSocket } from '#link/http/http.ts';
import type { Link } from '#link/link.ts';
import { connectTcp } from '#link/tcp/tcp.ts';
import type { PageStage } from './page-stage.ts';
import { patiently } from './patiently.ts';
import { TextPeer } from './text-peer.ts';

/** Each would set `document.evil` if it were interpreted as HTML, as a script, or as an address to open. */
export const attacks = [
  '<img src=x onerror=document.evil=1>',
  '"><script>document.evil=1</script>',
  '[click](javascript:document.evil=1) <a href="javascript:document.evil=1">x</a>',
  '```<svg/onload=document.evil=1>',
] as const;

const [image, script] = attacks;
/** The longest HTML that fits into a reaction. */
export const reaction = '<i>x</i>';

interface Answer {
  readonly type?: string;
  readonly mtype?: number;
  readonly seq?: number;
  readonly payload?: { readonly cursor?: string; readonly code?: number };
}

/** A user on a protocol of JSON lines in which an answer has the `ref` of its request: web, and pdu 2.0. */
class JsonPeer {
  readonly link: Link;
  readonly #answers = new Map<number, (answer: Answer) => void>();
  #rest = '';
  #refs = 0;

  constructor(link: Link) {
    this.link = link;
    const decoder = new TextDecoder();
    const take = (chunk: Uint8Array): number => {
      const lines = (this.#rest + decoder.decode(chunk, { stream: true })).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') this.#take(JSON.parse(line));
      return chunk.length;
    };
    link.read({ take, ended: () => {} });
  }

  /** Resolves with the answer, which must not be an error. */
  ask(frame: object): Promise<Answer> {
    const ref = ++this.#refs;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    this.#answers.set(ref, (answer) => {
      const isError = answer.type === 'error' || answer.mtype === 5;
      if (isError) reject(new Error(`${JSON.stringify(frame)}: ${JSON.stringify(answer)}`));
      else resolve(answer);
    });
    this.link.write(Buffer.from(`${JSON.stringify({ ...frame, ref })}\n`));
    return patiently(promise, () => JSON.stringify(frame));
  }

  #take(frame: Answer & { readonly ref?: number }): void {
    if (frame.ref !== undefined) this.#answers.get(frame.ref)?.(frame);
  }
}

/** The name of the room that `hostileOnWeb` makes. */
export const den = '#<u>den';

/** Sends all texts to #lobby and in private. `govern`: also uses them in all acts with a text in its own room. */
export async function hostileOnWeb(
  stage: PageStage,
  victim: string,
): Promise<{ readonly link: Link; govern(): Promise<void> }> {
  const place = { host: '127.0.0.1', port: stage.port, path: '/ws', subprotocol: 'polylogue.1' };
  const peer = new JsonPeer(await connectWebSocket({ ...place, headers: {} }));
  const seqs: number[] = [];
  const ask = async (type: string, fields: object): Promise<void> => {
    const { seq } = await peer.ask({ type, ...fields });
    if (seq !== undefined && type === 'post') seqs.push(seq);
  };
  await ask('login', { name: '<i>eve' });
  await ask('join', { room: '#lobby' });
  for (const text of attacks) await ask('post', { room: '#lobby', text });
  await ask('post', { room: '#lobby', text: script, style: 'action' });
  await ask('post', { room: '#lobby', text: image, style: 'notice', replyTo: seqs[0] });
  await ask('post', { room: '#lobby', text: 'harmless' });
  await ask('edit', { target: seqs.at(-1), text: script });
  await ask('react', { target: seqs[0], emoji: reaction, on: true });
  await ask('post', { room: victim, text: image });
  await ask('join', { room: den });
  await ask('invite', { room: den, user: victim });
  await ask('away', { text: script });
  const govern = async (): Promise<void> => {
    await ask('topic', { room: den, text: image });
    await ask('role', { room: den, user: victim, role: 'operator' });
    await ask('invite', { room: den, user: '<b>pia' });
    for (const list of ['ban', 'mute', 'exception']) {
      await ask('list', { room: den, list, mask: '<b>*', reason: script });
    }
    await ask('unlist', { room: den, list: 'mute', mask: '<b>*' });
    await ask('set', { room: den, name: 'key', value: '<b>key' });
    await ask('name-room', { room: den, name: `${den}2` });
    await ask('kick', { room: `${den}2`, user: '<svg>', reason: script });
  };
  return { link: peer.link, govern };
}

export async function hostileOnPdu(stage: PageStage): Promise<Link> {
  const link = await connectTcp({ host: '127.0.0.1', port: stage.portOf('pdu') });
  link.write(Buffer.from('{"mtype": 7, "payload": {"supported_versions": ["2.0"]}}\n'));
  const peer = new JsonPeer(link);
  const ask = (mtype: number, payload: object): Promise<Answer> => peer.ask({ mtype, payload });
  await ask(1, { name: '<b>pia' });
  await ask(12, { room: '#lobby' });
  const targets: (string | undefined)[] = [];
  for (const text of attacks) targets.push((await ask(3, { to: '#lobby', text })).payload?.cursor);
  await ask(29, { target: targets[1], emoji: reaction });
  await ask(27, { target: targets[2], text: image });
  await ask(28, { target: targets[3], reason: script });
  await ask(12, { room: '#<s>pdu' });
  await ask(21, { room: '#<s>pdu', topic: image });
  await ask(13, { room: '#<s>pdu', reason: script });
  await ask(42, { text: image });
  return link;
}

export async function hostileOnChatroom(stage: PageStage): Promise<Link> {
  const links: Link[] = [];
  const client = await OriginalClient.connect(async () => {
    const link = await connectTcp({ host: '127.0.0.1', port: stage.portOf('chatroom') });
    links.push(link);
    return link;
  });
  await client.comes('<b>carl', 'carl-s3cret');
  for (const text of attacks) await client.says(text);
  await client.history();
  const [main] = links;
  if (!main) throw new Error('chatroom has two links');
  return main;
}

/** The same on dialects with typed lines, with the commands of each. */
export async function hostileOnOthers(stage: PageStage): Promise<readonly Link[]> {
  const nick = await stage.join('<svg>');
  nick.say(...attacks, `/topic #lobby ${image}`, `/away ${script}`, `/join ${den}`);
  const open = async (dialect: string): Promise<TextPeer> =>
    new TextPeer(await connectTcp({ host: '127.0.0.1', port: stage.portOf(dialect) }));
  const [direct, tsam] = [await open('direct'), await open('tsam')];
  direct.says(['<b>', ...attacks.map((text) => `#lobby: ${text}`), ''].join('\n'));
  tsam.says(`\x01LOGIN,<u>\x04${attacks.map((text) => `\x01SENDMSG,#lobby,${text}\x04`).join('')}`);
  return [nick.link, direct.link, tsam.link];
}
