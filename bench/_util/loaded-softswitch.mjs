// A softswitch with members that toggle: node loaded-softswitch.mjs CONF_DIR MEMBERS CONFERENCES EVENTS_PER_SECOND KIND
import { createSoftswitch } from "../../packages/softswitch/dist/index.js";

const [confDir, members, conferences, eventsPerSecond, kind] = process.argv.slice(2);
const softswitch = createSoftswitch({
  confDir,
  host: "127.0.0.1",
  eslPort: 0,
  eslPassword: "bench",
  heartbeatMs: 0,
});
const { eslPort } = await softswitch.start();
const load = await softswitch.startLoad({
  members: Number(members),
  conferences: Number(conferences),
  eventsPerSecond: Number(eventsPerSecond),
  kind,
  profile: "16kHz-novideo",
});
console.log(`loaded ${eslPort}`);
setInterval(() => process.send?.({ toggles: load.toggles }), 1000);
process.once("SIGTERM", () => softswitch.stop().then(() => process.exit(0)));
