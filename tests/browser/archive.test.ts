import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { keyPair, writeKeys } from "../archive/age.js";
import { browserTest, useBench } from "./harness/bench.js";

const keys = await keyPair();
/** The server encrypts, and cannot open what it has encrypted. */
const bench = useBench({ archiveRecipients: [keys.recipient] });

browserTest(
  "an encrypted snapshot is downloaded, taken in again, and restored with the key of its owner",
  async () => {
    const { site } = bench;
    const visitor = await bench.visitor();
    visitor.expectProblem(/status of (409|400)/);
    const { page } = visitor;
    await visitor.signIn(site.people.tess, "/system");
    const card = page.getByRole("region", { name: "Archive" });
    await card.getByRole("button", { name: "Make a snapshot" }).click();
    const download = page.waitForEvent("download");
    await card.getByRole("link", { name: /^Download freeswitch-/ }).click();
    const taken = await download;
    expect(taken.suggestedFilename()).toMatch(/\.tar\.gz\.age$/);
    await card.getByRole("img", { name: "encrypted" }).waitFor();

    await card.getByRole("button", { name: "Upload" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("input[type=file]").setInputFiles({
      name: taken.suggestedFilename(),
      mimeType: "application/octet-stream",
      buffer: readFileSync(await taken.path()),
    });
    await dialog.getByRole("textbox", { name: "Name" }).fill("from_home");
    await dialog.getByRole("button", { name: "Upload", exact: true }).click();
    await card.getByText("from_home").waitFor();

    const vars = join(site.confDir, "vars.xml");
    const before = readFileSync(vars, "utf8");
    writeFileSync(vars, `${before}<!-- by hand -->\n`);
    await card.getByRole("button", { name: /^Restore freeswitch-from_home/ }).click();
    const key = dialog.getByRole("textbox", { name: "Key or passphrase" });
    await key.fill((await keyPair()).identity);
    await page.keyboard.press("Enter");
    await dialog.getByText("This does not open it.").waitFor();
    await key.fill("AGE-SECRET-KEY-1NONSENSE");
    await dialog.getByRole("button", { name: "Open", exact: true }).click();
    await dialog.getByText(/line 1 is no key of age/).waitFor();
    expect(await dialog.getByRole("button", { name: "Restore", exact: true }).isDisabled()).toBe(
      true,
    );
    const file = writeKeys(join(site.recordingsDir, "keys.txt"), keys);
    const chooser = page.waitForEvent("filechooser");
    await dialog.getByRole("button", { name: "Key file…" }).click();
    await (await chooser).setFiles(file);
    await dialog.getByText("vars.xml").click();
    await dialog.getByText("-<!-- by hand -->").waitFor();
    await dialog.getByRole("button", { name: "Restore", exact: true }).click();
    await page.getByText("Restored. 1 file has changed.").waitFor();
    expect(readFileSync(vars, "utf8")).toBe(before);
    rmSync(file);
    expect(await page.content()).not.toContain(keys.identity);
  },
);

browserTest("what is no archive is not taken in, and the form says why", async () => {
  const { site } = bench;
  const visitor = await bench.visitor();
  visitor.expectProblem(/status of 400/);
  const { page } = visitor;
  await visitor.signIn(site.people.tess, "/system");
  await page.getByRole("button", { name: "Upload" }).click();
  const dialog = page.getByRole("dialog");
  const file = { name: "directory-x.tar.gz", mimeType: "application/gzip" };
  await dialog
    .locator("input[type=file]")
    .setInputFiles({ ...file, buffer: Buffer.from("no archive") });
  expect(await dialog.getByRole("combobox", { name: "Holds" }).inputValue()).toBe("Users");
  await dialog.getByRole("button", { name: "Upload", exact: true }).click();
  await dialog.getByRole("alert").getByText("It was not taken in").waitFor();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
});
