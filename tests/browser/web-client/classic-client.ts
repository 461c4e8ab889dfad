import { folderOf } from "../../web-client/folder.js";

/**
 * A client of the classic kind, written for these tests: a page with its loader inline, bundles and styles beside it,
 * no form to sign in, v1 by fetch and WebSocket. What happens stands in the page as text.
 */
export function classicClient(): string {
  return folderOf({
    "index.html": PAGE,
    "static/css/main.1a2b.css": STYLE,
    "static/js/main.3c4d.chunk.js": BUNDLE,
    "static/js/later.5e6f.chunk.js": LATER,
    "static/media/letters.7a8b.woff2": Buffer.from("no real letters"),
    "poster.png": Buffer.from(PIXEL, "base64"),
  });
}

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const PAGE = `<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <title>Classic</title>
    <style>#who { color: rgb(1, 2, 3) }</style>
    <link href="/static/css/main.1a2b.css" rel="stylesheet">
  </head>
  <body>
    <p id="who" style="margin: 7px">nobody yet</p>
    <p id="known"></p>
    <ul id="live"></ul>
    <ol id="phones"></ol>
    <button id="lock">lock</button>
    <button id="tricks">tricks</button>
    <p id="refused"></p>
    <img id="poster" src="/poster.png" alt="">
    <img id="pixel" src="data:image/png;base64,${PIXEL}" alt="">
    <script>window.loader = { base: "/static/js/", origin: location.origin };</script>
    <script src="/static/js/main.3c4d.chunk.js"></script>
  </body>
</html>`;

const STYLE = `
@font-face { font-family: Letters; src: url(/static/media/letters.7a8b.woff2) format("woff2") }
body { font-family: Letters, sans-serif; background: rgb(4, 5, 6) }
`;

const BUNDLE = `
const show = (id, text) => { document.getElementById(id).textContent = text; };
const get = (path) => fetch(loader.origin + path, { credentials: "include" }).then((answer) => answer.json());
const STATE_OF = { team: "/api/info/state", friends: "/friendxml", public: "/pubxml" };
let me, socket, conferences = [];

async function readConfiguration() {
  const { state } = await get(STATE_OF[me.context]);
  show("known", state.users.length + " users, " + state.conferences.map((each) => each.name).join(" "));
}

// Believes everything it is told: what it has not heard of makes it throw.
function take(message) {
  const of = (name) => conferences.find((each) => each.name === name);
  if (message.event === "newXML") readConfiguration();
  else if (message.reply === "initreg") show("phones", message.data.map((each) => each.id).join(" "));
  else if (message.reply === "init" || message.event === "newLiveState") conferences = message.data;
  else if (message.event === "newConference") conferences.push(message.data);
  else if (message.event === "delConference") conferences.splice(conferences.indexOf(of(message.conference)), 1);
  else if (message.event === "newMember") of(message.conference).members.push(message.data);
  else if (message.event === "lock") of(message.conference).locked = true;
  const line = (each) => each.name + (each.locked ? " (locked): " : ": ") + each.members.map((member) => member.name).join(", ");
  show("live", conferences.map(line).join("; ") || "quiet");
}

async function start() {
  me = await get("/userinfo");
  show("who", me.name + ", " + me.id);
  await readConfiguration();
  socket = new WebSocket("wss://" + location.host + "/api/live?login=" + me.name + ":" + me.password);
  socket.onmessage = (frame) => take(JSON.parse(frame.data));
  socket.onopen = () => {
    for (const req of ["init", "initreg"]) socket.send(JSON.stringify({ req }));
  };
  document.getElementById("lock").onclick = () =>
    socket.send(JSON.stringify({ req: "exec", call: "lock", conference: conferences[0].name }));
  const chunk = document.createElement("script");
  chunk.src = loader.base + "later.5e6f.chunk.js";
  document.body.append(chunk);
}
start();
`;

const LATER = `
const work = new Blob(["postMessage(6 * 7)"], { type: "text/javascript" });
const worker = new Worker(URL.createObjectURL(work));
worker.onmessage = ({ data }) => { document.title = "Classic " + data; };

const add = (tag, src) => document.body.append(Object.assign(document.createElement(tag), { src }));
const refused = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
  refused.push(effectiveDirective);
  show("refused", refused.sort().join(" "));
});
document.getElementById("tricks").onclick = () => {
  for (const trick of [
    () => new Function("return 1")(),
    () => fetch("https://elsewhere.test/").catch(() => {}),
    () => new WebSocket("wss://elsewhere.test/"),
    () => add("img", "https://elsewhere.test/a.png"),
    () => add("script", "https://elsewhere.test/a.js"),
    () => add("iframe", "https://elsewhere.test/"),
  ]) {
    try { trick(); } catch {}
  }
};
`;
