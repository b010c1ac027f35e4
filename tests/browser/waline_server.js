// Starts Waline's server on this machine alone: node waline_server.js PORT, with WALINE naming its packages.
const net = require("node:net");
const path = require("node:path");

const packages = process.env.WALINE;
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, host, ...rest) {
  return listen.call(this, port, host || "127.0.0.1", ...rest);
};

const Application = require(path.join(packages, "thinkjs"));
const root = path.join(packages, "@waline", "vercel");
new Application({ ROOT_PATH: root, APP_PATH: path.join(root, "src"), proxy: false, env: "production" }).run();
