-- A database as version 1 made it. Frozen: never change it; a change of the schema is a new migration.
PRAGMA application_id = 1349479545;
PRAGMA user_version = 1;
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  from_id INTEGER NOT NULL,
  from_name TEXT NOT NULL,
  room INTEGER,
  room_name TEXT,
  kind TEXT NOT NULL,
  body TEXT
);
CREATE TABLE room_entry (
  room INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (room, seq)
) WITHOUT ROWID;
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  secret TEXT NOT NULL
);
CREATE TABLE guest (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);
CREATE TABLE session (
  run TEXT NOT NULL,
  session INTEGER NOT NULL,
  user INTEGER NOT NULL,
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

INSERT INTO entry VALUES
  (1, 'first-1', 1700000000001, 0, 'server', NULL, NULL, 'founded', 'epoch'),
  (2, 'first-2', 1700000000002, 0, 'server', NULL, NULL, 'began', '["n",1]'),
  (4, 'first-4', 1700000000004, 3, 'alice', 4, '#lobby', 'joined', NULL),
  (6, 'first-6', 1700000000006, 3, 'alice', 4, '#lobby', 'message', 'hello'),
  (7, 'first-7', 1700000000007, 5, 'bob', 7, 'alice', 'message', 'psst');
INSERT INTO room_entry VALUES (4, 4);
INSERT INTO account VALUES (3, 'alice', 'alice', 1, 'hash');
INSERT INTO guest VALUES (5, 'bob');
INSERT INTO session VALUES ('first', 1, 3), ('first', 2, 5);
INSERT INTO room VALUES (4, '#lobby', '#lobby', NULL, NULL), (7, '', NULL, 3, 5);
INSERT INTO member VALUES
  (4, 3, 'member', 4, NULL, 6),
  (4, 5, 'member', 5, 6, 5),
  (7, 3, 'member', 7, NULL, 6),
  (7, 5, 'member', 7, NULL, 7);
INSERT INTO progress VALUES (0, 'epoch', '', 7, 1700000000007, 5, ''), (2, 'first', 'n', 5, 0, 0, '7');
