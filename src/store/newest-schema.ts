/**
 * The schema that the migrations produce. A new database is created from it, in a tenth of the time of all migrations.
 * Add each new migration here too: `migrations.test.ts` shows the difference. The migrations explain tables and
 * columns.
 */
export const newestSchema: string = `
  CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    from_id INTEGER NOT NULL,
    from_name TEXT NOT NULL,
    room INTEGER,
    room_name TEXT,
    kind TEXT NOT NULL,
    body TEXT,
    via INTEGER,
    account INTEGER
  );
  CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    secret TEXT NOT NULL,
    at INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0,
    heard INTEGER NOT NULL DEFAULT 0,
    role TEXT,
    away TEXT NOT NULL DEFAULT ''
  );
  CREATE TABLE guest (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    away TEXT NOT NULL DEFAULT '',
    ended INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE session (
    run TEXT NOT NULL,
    session INTEGER NOT NULL,
    user INTEGER NOT NULL,
    listener TEXT,
    mail INTEGER NOT NULL DEFAULT 1,
    address TEXT,
    PRIMARY KEY (run, session)
  ) WITHOUT ROWID;
  CREATE TABLE room (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT,
    low INTEGER,
    high INTEGER
  );
  CREATE UNIQUE INDEX room_folded ON room (folded) WHERE folded IS NOT NULL;
  CREATE UNIQUE INDEX room_pair ON room (low, high) WHERE low IS NOT NULL;
  CREATE TABLE member (
    room INTEGER NOT NULL,
    user INTEGER NOT NULL,
    role TEXT NOT NULL,
    joined INTEGER NOT NULL,
    left INTEGER,
    read INTEGER NOT NULL,
    back INTEGER NOT NULL DEFAULT 0,
    level TEXT,
    PRIMARY KEY (room, user)
  ) WITHOUT ROWID;
  CREATE INDEX member_user ON member (user, left, room);
  CREATE TABLE progress (
    run INTEGER PRIMARY KEY,
    mark TEXT NOT NULL,
    node TEXT NOT NULL,
    upto INTEGER NOT NULL,
    at INTEGER NOT NULL,
    indexed INTEGER NOT NULL,
    beyond TEXT NOT NULL
  );
  CREATE TABLE imported (mark TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE stretch (
    upto INTEGER PRIMARY KEY,
    after INTEGER NOT NULL,
    least INTEGER NOT NULL,
    greatest INTEGER NOT NULL
  );
  CREATE INDEX stretch_greatest ON stretch (greatest);
  CREATE TABLE once (
    user INTEGER NOT NULL,
    id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (user, id)
  ) WITHOUT ROWID;
  CREATE INDEX once_seq ON once (user, seq);
  CREATE TABLE room_state (
    room INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (room, name)
  ) WITHOUT ROWID;
  CREATE TABLE chat_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    seq INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE room_run (
    room INTEGER NOT NULL,
    first INTEGER NOT NULL,
    gaps BLOB NOT NULL,
    marks BLOB NOT NULL,
    PRIMARY KEY (room, first)
  ) WITHOUT ROWID;
  CREATE TABLE spoke (
    user INTEGER NOT NULL,
    room INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (user, room)
  ) WITHOUT ROWID;
  CREATE INDEX member_keeper ON member (room, joined) WHERE role IN ('operator', 'owner');
  CREATE TABLE token (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    purpose TEXT NOT NULL,
    owner INTEGER NOT NULL,
    room INTEGER NOT NULL,
    until INTEGER NOT NULL,
    uses INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by INTEGER NOT NULL,
    scopes TEXT NOT NULL DEFAULT '',
    label TEXT NOT NULL DEFAULT '',
    used INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE reaction (
    target INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    user INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (target, emoji, user)
  ) WITHOUT ROWID;
  CREATE TABLE reaction_kind (
    target INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    users INTEGER NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (target, emoji)
  ) WITHOUT ROWID;
  CREATE TABLE mention (
    user INTEGER NOT NULL,
    room INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    by INTEGER NOT NULL,
    PRIMARY KEY (user, room, seq)
  ) WITHOUT ROWID;
  CREATE INDEX account_role ON account (id) WHERE role IS NOT NULL;
  CREATE TABLE audit (seq INTEGER PRIMARY KEY);
  CREATE TABLE ignored (
    user INTEGER NOT NULL,
    whom INTEGER NOT NULL,
    PRIMARY KEY (user, whom)
  ) WITHOUT ROWID;
  CREATE INDEX ignored_whom ON ignored (whom);
  CREATE TABLE listing (
    room INTEGER NOT NULL,
    list TEXT NOT NULL,
    key TEXT NOT NULL,
    user INTEGER,
    shown TEXT NOT NULL,
    by_id INTEGER NOT NULL,
    by_name TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    reason TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (room, list, key)
  ) WITHOUT ROWID;
  CREATE INDEX listing_invited ON listing (user, room) WHERE list = 'invitation';
  CREATE TABLE address_key (one INTEGER PRIMARY KEY CHECK (one = 1), key TEXT NOT NULL);
  CREATE INDEX token_owner ON token (owner, purpose);
  CREATE INDEX token_by ON token (by, purpose);
  CREATE INDEX token_code ON token (id) WHERE purpose NOT IN ('device', 'bot', 'webhook', 'guest');
  CREATE INDEX guest_ended ON guest (ended) WHERE ended > 0;
  CREATE INDEX token_guest ON token (owner) WHERE purpose = 'guest';
  CREATE INDEX token_room ON token (room, purpose) WHERE room > 0;
`;
