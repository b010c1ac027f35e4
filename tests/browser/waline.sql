-- The tables that Waline's server expects in SQLite.
CREATE TABLE wl_Comment (
  id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER, comment TEXT, insertedAt TIMESTAMP, ip TEXT, link TEXT,
  mail TEXT, nick TEXT, pid INTEGER, rid INTEGER, sticky NUMERIC, status TEXT NOT NULL DEFAULT '', "like" INTEGER,
  ua TEXT, url TEXT, createdAt TIMESTAMP, updatedAt TIMESTAMP
);
CREATE TABLE wl_Counter (
  id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER, reaction0 INTEGER, reaction1 INTEGER, reaction2 INTEGER,
  reaction3 INTEGER, reaction4 INTEGER, reaction5 INTEGER, reaction6 INTEGER, reaction7 INTEGER, reaction8 INTEGER,
  url TEXT NOT NULL DEFAULT '', createdAt TIMESTAMP, updatedAt TIMESTAMP
);
CREATE TABLE wl_Users (
  id INTEGER PRIMARY KEY AUTOINCREMENT, display_name TEXT NOT NULL DEFAULT '', email TEXT NOT NULL DEFAULT '',
  password TEXT NOT NULL DEFAULT '', type TEXT NOT NULL DEFAULT '', url TEXT, avatar TEXT, label TEXT, github TEXT,
  twitter TEXT, facebook TEXT, google TEXT, weibo TEXT, qq TEXT, oidc TEXT, huawei TEXT, "2fa" TEXT,
  createdAt TIMESTAMP, updatedAt TIMESTAMP
);
