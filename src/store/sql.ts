/** The seqs that `entriesAt` takes. A page of history has as many. */
export const entriesAtOnce = 50;

/**
 * All SQL statements, in one place. A test has SQLite explain each one, and fails if it would read a whole table.
 * Parameters are bound by position.
 */
export const sql = {
  begin: 'BEGIN IMMEDIATE',
  commit: 'COMMIT',
  rollback: 'ROLLBACK',

  addEntry: `INSERT INTO entry (seq, id, at, from_id, from_name, room, room_name, kind, body, via, account)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  overwriteEntry: `UPDATE entry SET kind = ?, body = ? WHERE seq = ?`,
  entry: `SELECT id, at, from_id, from_name, room, room_name, kind, body, via, account, seq
    FROM entry WHERE seq = ?`,
  senderOf: `SELECT from_id FROM entry WHERE seq = ?`,
  entriesAfter: `SELECT id, at, from_id, from_name, room, room_name, kind, body, via, account, seq
    FROM entry WHERE seq > ? ORDER BY seq`,
  log: `SELECT id, at, from_id, from_name, room, room_name, kind, body, via, account, seq
    FROM entry WHERE seq > ? ORDER BY seq LIMIT ?`,
  textChanges: `SELECT id, at, from_id, from_name, room, room_name, kind, body, via, account, seq
    FROM entry WHERE seq > ? AND seq <= ? AND kind IN ('message', 'message+', 'imported', 'edited', 'redacted')
    ORDER BY seq LIMIT ?`,
  // A row for each given seq, in their order; null where a seq has no row. A list in JSON, or `IN (?, …)`, costs a tenth more,
  // and the seq itself 3 %.
  entriesAt: `SELECT id, at, from_id, from_name, room, room_name, kind, body, via, account
    FROM (VALUES ${'(?), '.repeat(entriesAtOnce - 1)}(?)) AS wanted LEFT JOIN entry ON seq = wanted.column1` as string,
  runBefore: `SELECT first, gaps, marks FROM room_run WHERE room = ? AND first < ? ORDER BY first DESC LIMIT 1`,
  gapsBefore: `SELECT first, gaps FROM room_run WHERE room = ? AND first < ? ORDER BY first DESC LIMIT 1`,
  gapsAfter: `SELECT first, gaps FROM room_run WHERE room = ? AND first > ? ORDER BY first LIMIT 1`,
  saveRun: `INSERT INTO room_run (room, first, gaps, marks) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET gaps = excluded.gaps, marks = excluded.marks`,
  saveSpoke: `INSERT INTO spoke (user, room, seq) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)`,
  spoke: `SELECT seq FROM spoke WHERE user = ? AND room = ?`,
  anySpoke: `SELECT user FROM spoke WHERE user > 0 LIMIT 1`,
  removeSpoke: `DELETE FROM spoke WHERE user = ?`,

  addTimeRange: `INSERT INTO stretch (upto, after, least, greatest) VALUES (?, ?, ?, ?)`,
  timeRanges: `SELECT after, upto FROM stretch INDEXED BY stretch_greatest
    WHERE greatest >= ? AND least <= ? ORDER BY upto`,

  addAccount: `INSERT INTO account (id, name, folded, version, secret, at, delivered) VALUES (?, ?, ?, 1, ?, ?, ?)`,
  keepAway: `UPDATE account SET away = coalesce((SELECT away FROM guest WHERE guest.id = account.id), '') WHERE id = ?`,
  awayAccount: `UPDATE account SET away = ? WHERE id = ?`,
  awayGuest: `UPDATE guest SET away = ? WHERE id = ?`,
  changeSecret: `UPDATE account SET secret = ?, version = version + 1 WHERE id = ?`,
  removeAccount: `DELETE FROM account WHERE id = ?`,
  deliver: `UPDATE account SET delivered = ? WHERE id = ? AND delivered < ?`,
  heard: `SELECT heard FROM account WHERE id = ?`,
  renameAccount: `UPDATE account SET name = ?, folded = ? WHERE id = ?`,
  account: `SELECT id, name, version, secret, at, delivered, role, away FROM account WHERE id = ?`,
  accountNamed: `SELECT id, name, version, secret, at, delivered, role, away FROM account WHERE folded = ?`,
  accounts: `SELECT id, name, version, secret, at, delivered, role, away FROM account WHERE id > ? ORDER BY id LIMIT ?`,

  addGuest: `INSERT INTO guest (id, name) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET name = excluded.name, away = '', ended = 0`,
  endGuest: `UPDATE guest SET ended = ? WHERE id = ? RETURNING id`,
  formerGuest: `SELECT id, name FROM guest WHERE id = ? AND ended > 0`,
  oldestGuests: `SELECT id FROM guest INDEXED BY guest_ended WHERE ended > 0 ORDER BY ended DESC, id DESC
    LIMIT -1 OFFSET ?`,
  renameGuest: `UPDATE guest SET name = ? WHERE id = ?`,
  keepGuest: `INSERT INTO guest (id, name, away) SELECT id, name, away FROM account WHERE id = ?`,
  removeGuest: `DELETE FROM guest WHERE id = ? RETURNING id`,

  addSession: `INSERT INTO session (run, session, user, listener, mail, address) VALUES (?, ?, ?, ?, ?, ?)`,
  readdress: `UPDATE session SET address = ? WHERE run = ? AND session = ?`,
  removeSession: `DELETE FROM session WHERE run = ? AND session = ?`,
  removeSessionsOfRun: `DELETE FROM session WHERE run = ?`,
  present: `SELECT s.run, s.session, s.user, coalesce(g.name, a.name), g.id IS NOT NULL, s.listener, s.mail, s.address,
    coalesce(g.away, a.away)
    FROM session s
    LEFT JOIN guest g ON g.id = s.user LEFT JOIN account a ON a.id = s.user ORDER BY s.run, s.session`,

  addRoom: `INSERT INTO room (id, name, folded, low, high) VALUES (?, ?, ?, ?, ?)`,
  renameRoom: `UPDATE room SET name = ?, folded = ? WHERE id = ?`,
  room: `SELECT id, name, low, high, folded IS NULL FROM room WHERE id = ?`,
  rooms: `SELECT id, name, low, high, folded IS NULL FROM room WHERE id > ? ORDER BY id LIMIT ?`,
  channel: `SELECT id, name, low, high, 0 FROM room WHERE folded = ?`,
  channels: `SELECT id, name, low, high, 0 FROM room WHERE folded > ? ORDER BY folded LIMIT ?`,
  direct: `SELECT id, name, low, high, 0 FROM room WHERE low = ? AND high = ?`,

  join: `INSERT INTO member (room, user, role, joined, left, read) VALUES (?, ?, ?, ?, NULL, ?)
    ON CONFLICT DO UPDATE SET role = excluded.role, joined = excluded.joined, left = NULL, read = excluded.read, back = 0,
      level = NULL`,
  leave: `UPDATE member SET left = ?, role = 'member' WHERE room = ? AND user = ?`,
  leaveChannels: `UPDATE member SET left = ?, role = 'member'
    WHERE user = ? AND left IS NULL AND room IN (SELECT id FROM room WHERE id = member.room AND low IS NULL)`,
  leaveAll: `UPDATE member SET left = ?, role = 'member' WHERE room = ? AND left IS NULL`,
  countMembers: `SELECT count(*) FROM member WHERE room = ? AND left IS NULL`,
  setRole: `UPDATE member SET role = ? WHERE room = ? AND user = ?`,
  ownersAndOperators: `SELECT user, role FROM member INDEXED BY member_keeper
    WHERE room = ? AND role IN ('operator', 'owner') ORDER BY joined, user`,
  removeMember: `DELETE FROM member WHERE user = ?`,
  read: `UPDATE member SET read = ? WHERE room = ? AND user = ? AND read < ?`,
  newestJoin: `SELECT max(joined) FROM member WHERE room = ?`,
  setLevel: `UPDATE member SET level = ? WHERE room = ? AND user = ?`,
  readBack: `UPDATE member SET read = ?, back = ? WHERE room = ? AND user = ?`,
  member: `SELECT room, user, role, joined, left, read, back, level FROM member WHERE room = ? AND user = ?`,
  members: `SELECT room, user, role, joined, left, read, back, level FROM member WHERE room = ? AND user > ? ORDER BY user LIMIT ?`,
  memberships: `SELECT r.id, r.name, m.role FROM member m CROSS JOIN room r ON r.id = m.room
    WHERE m.user = ? AND m.left IS NULL AND r.low IS NULL ORDER BY m.room`,

  directs: `SELECT m.room FROM member m CROSS JOIN room r ON r.id = m.room
    WHERE m.user = ? AND m.left IS NULL AND r.low IS NOT NULL ORDER BY m.room DESC LIMIT ?`,
  directsAfter: `SELECT m.room FROM member m CROSS JOIN room r ON r.id = m.room
    WHERE m.user = ? AND m.left IS NULL AND m.room > ? AND r.low IS NOT NULL ORDER BY m.room LIMIT ?`,

  ignore: `INSERT INTO ignored (user, whom) VALUES (?, ?) ON CONFLICT DO NOTHING`,
  unignore: `DELETE FROM ignored WHERE user = ? AND whom = ?`,
  unignoreAll: `DELETE FROM ignored WHERE user = ?`,
  unignoreUser: `DELETE FROM ignored WHERE whom = ? RETURNING user`,
  ignoredBy: `SELECT whom FROM ignored WHERE user = ?`,
  anyIgnored: `SELECT user FROM ignored WHERE user > 0 LIMIT 1`,

  addOnce: `INSERT INTO once (user, id, seq, at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET seq = excluded.seq, at = excluded.at`,
  once: `SELECT seq, at FROM once WHERE user = ? AND id = ?`,
  anyOnce: `SELECT user FROM once WHERE user > 0 LIMIT 1`,
  forgetOnce: `DELETE FROM once WHERE user = ? AND seq <=
    (SELECT seq FROM once WHERE user = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
  removeOnce: `DELETE FROM once WHERE user = ?`,

  setRoom: `INSERT INTO room_state (room, name, value, seq) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value, seq = excluded.seq`,
  unsetRoom: `DELETE FROM room_state WHERE room = ? AND name = ?`,
  unsetAll: `DELETE FROM room_state WHERE room = ?`,
  roomState: `SELECT name, value, seq FROM room_state WHERE room = ?`,

  setChat: `INSERT INTO chat_setting (name, value, seq) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value, seq = excluded.seq`,
  unsetChat: `DELETE FROM chat_setting WHERE name = ?`,
  chatSettings: `SELECT name, value FROM chat_setting ORDER BY name`,
  addReaction: `INSERT INTO reaction (target, emoji, user, name) VALUES (?, ?, ?, ?)`,
  removeReaction: `DELETE FROM reaction WHERE target = ? AND emoji = ? AND user = ?`,
  countReaction: `INSERT INTO reaction_kind (target, emoji, users, since) VALUES (?, ?, 1, ?)
    ON CONFLICT DO UPDATE SET users = users + 1`,
  discountReaction: `UPDATE reaction_kind SET users = users - 1 WHERE target = ? AND emoji = ?`,
  forgetReaction: `DELETE FROM reaction_kind WHERE target = ? AND emoji = ? AND users <= 0`,
  removeReactions: `DELETE FROM reaction WHERE target = ?`,
  removeReactionKinds: `DELETE FROM reaction_kind WHERE target = ?`,
  reactions: `SELECT emoji, users, since FROM reaction_kind WHERE target = ?`,
  hasReacted: `SELECT user FROM reaction WHERE target = ? AND emoji = ? AND user = ?`,
  reactors: `SELECT user, name FROM reaction WHERE target = ? AND emoji = ? ORDER BY user LIMIT ?`,
  allReactors: `SELECT emoji, user, name FROM reaction WHERE target = ? ORDER BY emoji, user LIMIT ?`,
  addMention: `INSERT INTO mention (user, room, seq, by) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  mentions: `SELECT seq FROM mention WHERE user = ? AND room = ? AND seq > ? AND seq < ? LIMIT ?`,
  anyAccount: `SELECT id FROM account WHERE id > 0 LIMIT 1`,
  anyMention: `SELECT user FROM mention WHERE user >= 0 LIMIT 1`,
  removeMentions: `DELETE FROM mention WHERE user = ?`,
  removeMention: `DELETE FROM mention WHERE user = ? AND room = ? AND seq = ?`,

  setServerRole: `UPDATE account SET role = ? WHERE id = ?`,
  serverOwnersAndOperators: `SELECT id, role FROM account INDEXED BY account_role WHERE role IS NOT NULL ORDER BY id`,

  addAudit: `INSERT INTO audit (seq) VALUES (?)`,
  auditFirst: `SELECT e.id, e.at, e.from_id, e.from_name, e.room, e.room_name, e.kind, e.body, e.via, e.account, e.seq
    FROM audit a CROSS JOIN entry e ON e.seq = a.seq WHERE a.seq > ? AND a.seq < ? ORDER BY a.seq LIMIT ?`,
  auditLast: `SELECT e.id, e.at, e.from_id, e.from_name, e.room, e.room_name, e.kind, e.body, e.via, e.account, e.seq
    FROM audit a CROSS JOIN entry e ON e.seq = a.seq WHERE a.seq > ? AND a.seq < ? ORDER BY a.seq DESC LIMIT ?`,
  listings: `SELECT room, list, key, user, shown, by_id, by_name, at, until, reason, seq FROM listing
    WHERE room = ? ORDER BY list, key`,
  addListing: `INSERT OR REPLACE INTO listing (room, list, key, user, shown, by_id, by_name, at, until, reason, seq)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  removeListings: `DELETE FROM listing WHERE room = ?`,
  removeListing: `DELETE FROM listing WHERE room = ? AND list = ? AND key = ?`,
  invitations: `SELECT room, list, key, user, shown, by_id, by_name, at, until, reason, seq
    FROM listing INDEXED BY listing_invited WHERE user = ? AND list = 'invitation' ORDER BY room`,
  invited: `SELECT room, list, key, user, shown, by_id, by_name, at, until, reason, seq
    FROM listing INDEXED BY listing_invited WHERE list = 'invitation' AND (user, room) > (?, ?) ORDER BY user, room LIMIT ?`,
  removeInvitations: `DELETE FROM listing INDEXED BY listing_invited WHERE user = ? AND list = 'invitation'`,
  anyInvitation: `SELECT user FROM listing INDEXED BY listing_invited WHERE list = 'invitation' AND user > 0 LIMIT 1`,

  setAddressKey: `INSERT INTO address_key (one, key) VALUES (1, ?)`,
  addressKey: `SELECT key FROM address_key WHERE one = 1`,

  addToken: `INSERT INTO token (id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  spendToken: `UPDATE token SET uses = uses - 1 WHERE id = ?`,
  useToken: `UPDATE token SET used = ?, until = ? WHERE id = ?`,
  removeSpent: `DELETE FROM token WHERE id = ? AND uses <= 0`,
  removeToken: `DELETE FROM token WHERE id = ?`,
  removeCodesFor: `DELETE FROM token WHERE owner = ? AND purpose IN ('password-reset', 'owner')`,
  removeDevicesOf: `DELETE FROM token WHERE owner = ? AND purpose = 'device'`,
  guestToken: `SELECT id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used
    FROM token INDEXED BY token_guest WHERE owner = ? AND purpose = 'guest'`,
  anyGuestToken: `SELECT id FROM token INDEXED BY token_guest WHERE owner > 0 AND purpose = 'guest' LIMIT 1`,
  endGuestToken: `UPDATE token INDEXED BY token_guest SET until = ? WHERE owner = ? AND purpose = 'guest'`,
  removeGuestToken: `DELETE FROM token INDEXED BY token_guest WHERE owner = ? AND purpose = 'guest'`,
  removeTokensFor: `DELETE FROM token WHERE owner = ?`,
  removeTokensBy: `DELETE FROM token WHERE by = ?`,
  removeTokensOfRoom: `DELETE FROM token INDEXED BY token_room WHERE room = ? AND room > 0`,
  token: `SELECT id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used FROM token WHERE hash = ?`,
  tokenOfId: `SELECT id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used FROM token WHERE id = ?`,
  tokens: `SELECT id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used
    FROM token INDEXED BY token_code
    WHERE id > ? AND purpose NOT IN ('device', 'bot', 'webhook', 'guest') ORDER BY id LIMIT ?`,
  tokensBy: `SELECT id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used
    FROM token INDEXED BY token_by
    WHERE by = ? AND purpose = ? AND id > ? ORDER BY id LIMIT ?`,
  tokensFor: `SELECT id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used
    FROM token INDEXED BY token_owner
    WHERE owner = ? AND purpose = 'password-reset' AND id > ? ORDER BY id LIMIT ?`,
  tokensOfRoom: `SELECT id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used
    FROM token INDEXED BY token_room
    WHERE room = ? AND room > 0 AND purpose = 'invite-room' AND id > ? ORDER BY id LIMIT ?`,
  countTokens: `SELECT count(*) FROM token
    WHERE by = ? AND purpose IN ('invite-server', 'invite-room', 'password-reset', 'owner')`,
  grants: `SELECT id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used
    FROM token WHERE owner = ? AND purpose IN ('device', 'bot')`,
  webhooks: `SELECT id, hash, purpose, owner, room, until, uses, at, by, scopes, label, used
    FROM token INDEXED BY token_room WHERE room = ? AND room > 0 AND purpose = 'webhook' ORDER BY id`,

  addImported: `INSERT INTO imported (mark) VALUES (?)`,
  imported: `SELECT mark FROM imported WHERE mark = ?`,

  progress: `SELECT run, mark, node, upto, at, indexed, beyond FROM progress ORDER BY run`,
  saveProgress: `INSERT INTO progress (run, mark, node, upto, at, indexed, beyond) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET mark = excluded.mark, upto = excluded.upto, at = excluded.at,
      indexed = excluded.indexed, beyond = excluded.beyond`,
  removeProgress: `DELETE FROM progress WHERE run = ?`,
} as const;
