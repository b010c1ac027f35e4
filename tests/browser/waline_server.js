// Starts Waline's server on this machine alone: node waline_server.js PORT, with WALINE naming its packages.
const Module = require("node:module");
const net = require("node:net");
const path = require("node:path");
const { DatabaseSync } = require("node:sqlite");

const packages = process.env.WALINE;
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, host, ...rest) {
  return listen.call(this, port, host || "127.0.0.1", ...rest);
};

// Waline's storage asks for the package sqlite3, which has to be compiled. Node brings SQLite along, and answers
// the little of that package's interface that is used here.
const answer = (done, ask) => {
  let result = {};
  let wrong = null;
  try {
    result = ask();
  } catch (error) {
    wrong = error;
  }
  process.nextTick(() => done.call(result, wrong, result.rows));
};
class Database {
  constructor(file, opened) {
    this.sqlite = new DatabaseSync(file);
    process.nextTick(opened, null);
  }
  configure() {}
  close() {
    this.sqlite.close();
  }
  all(sql, done) {
    answer(done, () => ({ rows: this.sqlite.prepare(sql).all().map((row) => ({ ...row })) }));
  }
  run(sql, done) {
    answer(done, () => {
      const { changes, lastInsertRowid } = this.sqlite.prepare(sql).run();
      return { changes, lastID: lastInsertRowid };
    });
  }
}
const load = Module._load;
Module._load = (name, ...rest) => (name === "sqlite3" ? { Database } : load(name, ...rest));

const Application = require(path.join(packages, "thinkjs"));
const root = path.join(packages, "@waline", "vercel");
new Application({ ROOT_PATH: root, APP_PATH: path.join(root, "src"), proxy: false, env: "production" }).run();
