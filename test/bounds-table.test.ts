import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { maxBots, maxDevices, maxWebhooks } from '#chat/rights/grant.ts';
import { longestWriting, writesAtOnce, writingTime } from '#chat/hub/delivery/deliveries.ts';
import {
  intakeTime,
  maxCommonBytes,
  maxWaiting,
  maxWaitingBytes,
  networkIntakeTime,
} from '#chat/hub/requests/intake.ts';
import { betweenReports, reportedAtOnce } from '#chat/hub/personal/heard-reports.ts';
import { spaceBytes } from '#chat/hub/turns/fair-turns.ts';
import { type Rates, usualRates } from '#chat/hub/turns/rates.ts';
import { maxAway, maxIgnored, maxMentions, maxReactions, maxReason, maxRooms, maxText } from '#chat/limits.ts';
import { maxMail } from '#chat/order/mailbox.ts';
import { maxBatch, maxBatchBytes, maxBatchTime } from '#chat/posting/batch-budget.ts';
import { maxHourly } from '#chat/posting/quota.ts';
import { maxWindow } from '#chat/reading/message-window.ts';
import { maxHits } from '#chat/search/searches.ts';
import { hurriedAck, hurriedTaking } from '#dialects/chatroom/history-deadline.ts';
import * as chatroom from '#dialects/chatroom/codec.ts';
import * as direct from '#dialects/direct/codec.ts';
import * as nick from '#dialects/nick/codec.ts';
import * as pdu from '#dialects/pdu/codec.ts';
import { maxDepth } from '#dialects/pdu/json.ts';
import { maxCommand } from '#dialects/tsam/codec.ts';
import { maxReplies } from '#dialects/tsam/paced-replies.ts';
import { maxSpace, maxNetworkSpace } from '#dialects/tsam/mailbox-space.ts';
import { maxLetterBytes, maxLetters } from '#dialects/tsam/mailbox.ts';
import { maxHeldInAll, maxUnfinished, maxUnfinishedInAll } from '#link/input/address-turns.ts';
import { type InputRate, lightRate, usualInputRates } from '#link/input/input-rates.ts';
import { lingeringBytes, lingeringTime } from '#link/tcp/lingering.ts';
import { leastTime, workTime } from '#link/input/loop-turns.ts';
import { usualBudget } from '#link/outbox/outbox-budget.ts';
import { connectionWindow, streamWindow } from '#link/quic/quic.ts';
import { mostOfOne } from '#server/http/api/request-bodies.ts';
import { registrationsPerHour } from '#server/passwords.ts';
import { timersTime } from '#server/timer-turns.ts';

const size = (bytes: number): string => (bytes < 1024 ** 2 ? `${bytes / 1024} kB` : `${bytes / 1024 ** 2} MB`);
const count = (number: number): string => (number < 10_000 ? `${number}` : number.toLocaleString('en'));

const ofInput = ({ burst, perSecond }: InputRate): string => `${size(burst)} at once, then ${size(perSecond)} a second`;
const ofRequests = ({ asks, bytes }: Rates): string =>
  `${count(asks.burst)} at once, then ${count(asks.perSecond)} a second; ${ofInput(bytes)}`;

/** The tables that state bounds, and the words which their rows must have: of a row, its beginning. */
const tables: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'docs/operating.md': {
    'one session’s posts under way': [`${maxWaiting}, or ${size(maxWaitingBytes)}`],
    'one batch': [`${maxBatch} posts, ${size(maxBatchBytes)} of text, or about ${maxBatchTime / 1000} ms`],
    'all posts under way': [`${size(maxCommonBytes)},`],
    'bytes read from the links of one address and not yet taken': [`, ${size(maxHeldInAll)} |`],
    'bytes of one QUIC connection': [`${size(connectionWindow)}, ${size(streamWindow)}`],
    'messages of one address that are not complete yet': [`${size(maxUnfinished)}, ${size(maxUnfinishedInAll)}`],
    'work of all kinds': [`${workTime} ms`, `down to ${leastTime} ms`],
    'requests taken from the sessions of one address': [`${networkIntakeTime} ms, ${intakeTime} ms`],
    'writes of what one batch brings': [
      `${writingTime} ms`,
      `or ${writesAtOnce} that take ${longestWriting} ms at most`,
    ],
    'timers that expire': [`${timersTime} ms`],
    'messages that wait to be sent to one link': [size(spaceBytes)],
    'what waits for all links together': [size(usualBudget)],
    'what waits for an account that is away': [`${maxMail} messages`],
    'what waits in memory for the clients of `tsam`': [
      `${maxLetters} messages or ${size(maxLetterBytes)} of one; ${size(maxNetworkSpace)} of one address, ${size(maxSpace)} of all`,
    ],
    'histories that are sent': [`within ${hurriedAck / 1000} s`, `within ${hurriedTaking / 1000} s`],
    'a message |': [size(maxText)],
    'rooms of one user': [`${maxRooms}`],
    'users that one user ignores': [`${maxIgnored}`],
    'the text of a user who is away': [`${maxAway} bytes`],
    'reports of what sessions have heard': [`${(1000 / betweenReports) * reportedAtOnce} a second`],
    'a window of messages, hits of a search': [`${maxWindow} messages`, `${maxHits} messages`],
    'bodies of requests': [size(mostOfOne)],
    'what a client of HTTP goes on sending': [`${size(lingeringBytes)}, for ${lingeringTime / 1000} s`],
    'requests of one session': [ofRequests(usualRates.session)],
    'devices and bots of one account, webhooks of one room': [`${maxDevices}, ${maxBots}, ${maxWebhooks} |`],
    'input of one link that is read': [ofInput(usualInputRates.link)],
    'the same of all links of one address': [ofInput(usualInputRates.address), ofInput(lightRate)],
    'requests of one address |': [ofRequests(usualRates.address), `${usualRates.light.asks.burst} requests at once`],
    'what one address, or one account, stores in an hour': [`${maxHourly / 1024 ** 2} million`],
    'accounts made from one address in an hour': [`${registrationsPerHour}`],
  },
  'docs/messages.md': {
    'a message, also after an edit': [size(maxText)],
    'a reason for a removal': [`${maxReason} bytes`],
    'different reactions to one message': [`${maxReactions}`],
    'names looked for in one message': [`${maxMentions}`],
    'messages in one answer': [`${maxWindow},`],
  },
};

const inProgress = `${maxWaiting} requests or ${size(maxWaitingBytes)}`;

/** What the section on limits of each specification must say. */
const sections: Readonly<Record<string, readonly string[]>> = {
  nick: [`${nick.maxMessage} bytes per message`, `${count(nick.maxFrame)} per frame`],
  direct: [`${count(direct.maxLine)} bytes per line`, `${count(maxText)} per text`, `${maxRooms} rooms`],
  tsam: [
    `${maxCommand} bytes per command`,
    `${maxLetters} messages or ${size(maxLetterBytes)} per mailbox`,
    `${maxReplies} replies waiting`,
    `more than ${usualRates.session.asks.perSecond} commands a second`,
  ],
  pdu: [`${count(pdu.maxPdu)} bytes and ${maxDepth} levels`, inProgress, `${count(maxText)} bytes per message`],
  chatroom: [`${chatroom.maxStream / 1024 ** 2} MiB per STREAM`, `${count(maxText)} bytes of text`, size(spaceBytes)],
  web: [inProgress, `${maxRooms} channels`],
};

for (const [dialect, expected] of Object.entries(sections)) {
  test(`the limits in the specification of ${dialect} are those of the code`, () => {
    const page = readFileSync(new URL(`../src/dialects/${dialect}/README.md`, import.meta.url), 'utf8');
    const section =
      /^## Limits[^]*?(?=^## )/m.exec(page)?.[0].replaceAll('\n', ' ') ?? assert.fail('no section on limits');
    for (const words of expected) assert.ok(section.includes(words), `${words} is not in: ${section}`);
  });
}

for (const [file, rows] of Object.entries(tables)) {
  test(`the bounds in ${file} are those of the code`, () => {
    const lines = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
      .replaceAll("'", '’')
      .split('\n');
    for (const [beginning, expected] of Object.entries(rows)) {
      const row = lines.find((line) => line.startsWith(`| ${beginning}`)) ?? assert.fail(`no row: ${beginning}`);
      for (const words of expected) assert.ok(row.includes(words), `${words} is not in: ${row}`);
    }
  });
}
