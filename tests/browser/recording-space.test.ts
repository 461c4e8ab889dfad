import { join } from "node:path";
import { browserTest, useBench } from "./harness/bench.js";

/** More than any disk has: it is full from the beginning. */
const bench = useBench({ recordingsMinFree: 1e18 });

browserTest("where there is no room, the system's screen says so and nothing begins", async () => {
  const { rooms, people, recordingsDir } = bench.site;
  await rooms.enter("30000", "20501", "Ada Lovelace");
  const { conference_uuid: id } = await rooms.until("Ada", "team", () => true);
  const visitor = await bench.visitor();
  const { page } = visitor;
  await visitor.signIn(people.tess, "/system");
  const card = page.getByRole("region", { name: "Room for recordings" });
  await card.getByRole("alert").getByText("There is too little room").waitFor();
  await card.getByText(recordingsDir).waitFor();
  await card.getByRole("meter", { name: "Room used" }).waitFor();
  await card.getByText("Recordings stay until somebody deletes them.").waitFor();

  await visitor.visit(`/live/${id}`);
  await page.getByRole("button", { name: "Record", exact: true }).click();
  await page.getByText("There is too little room on the disk.").waitFor();
  await page.getByRole("button", { name: "Dismiss" }).click();
});

browserTest("a recording that is stopped for want of room alarms whoever looks", async () => {
  const { rooms, people, control, recordingsDir } = bench.site;
  await rooms.enter("30000", "20501", "Ada Lovelace");
  const { conference_uuid: id } = await rooms.until("Ada", "team", () => true);
  const visitor = await bench.visitor();
  const { page } = visitor;
  await visitor.signIn(people.tess, `/live/${id}`);
  await page.getByText("Ada Lovelace").first().waitFor();
  const file = join(recordingsDir, "team-2026-11-20T08:00:00.000Z.wav");
  await control.api(`conference team recording start ${file}`);
  const alarm = page.getByRole("alert").filter({ hasText: "the disk is full" });
  await alarm.waitFor();
  await rooms.until("not recording", "team", ({ recording }) => !recording);
  await alarm.getByRole("button", { name: "Dismiss" }).click();
  await alarm.waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Recordings" }).click();
  await page.getByRole("row").getByText("Disk full").filter({ visible: true }).waitFor();
});
