import type { Page } from "playwright-core";
import { expect } from "vitest";
import { until } from "../phones/harness/processes.js";
import { browserTest, misbehavingTest, useBench } from "./harness/bench.js";

const bench = useBench();

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });
const inDialog = (page: Page, name: string) =>
  page.getByRole("dialog").last().getByRole("button", { name });

/** What the server says to somebody who signs in: 200 or 401. */
async function signsIn(name: string, password: string): Promise<number> {
  const answer = await fetch(`${bench.site.url}/api/v2/session`, {
    method: "POST",
    headers: { "x-parley": "1", "content-type": "application/json" },
    body: JSON.stringify({ name, password }),
  });
  return answer.status;
}

/** Reads the password that stands in the page for this once. */
async function passwordOnce(page: Page): Promise<string> {
  await page.getByText("Copy the password now").waitFor();
  return page.getByRole("dialog").getByRole("textbox", { name: "Password" }).inputValue();
}

browserTest("a user is added, changed, given a new password and deleted", async () => {
  const visitor = await bench.visitor();
  const { page } = visitor;
  await visitor.signIn(bench.site.people.tess, "/users");

  await page.getByRole("button", { name: "Add a user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.getByText("Please fill this in.").first().waitFor();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Nora Neu");
  await dialog.getByRole("textbox", { name: "E-mail" }).fill("nora@example.org");
  await dialog.getByRole("combobox", { name: "Context" }).selectOption("friends");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  const password = await passwordOnce(page);
  await inDialog(page, "Close").last().click();
  expect(await signsIn("Nora Neu", password)).toBe(200);
  await row(page, "Nora Neu").waitFor();
  expect(await page.content()).not.toContain(password);

  await page.getByRole("button", { name: "Edit Nora Neu" }).first().click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("Nora Anders");
  await dialog.getByRole("button", { name: "Save" }).click();
  await row(page, "Nora Anders").waitFor();
  await dialog.getByRole("button", { name: "New password" }).click();
  await inDialog(page, "New password").click();
  const renewed = await passwordOnce(page);
  expect(await signsIn("Nora Anders", password)).toBe(401);
  expect(await signsIn("Nora Anders", renewed)).toBe(200);
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Delete Nora Anders" }).click();
  await inDialog(page, "Delete").click();
  await row(page, "Nora Anders").waitFor({ state: "detached" });
  expect(await signsIn("Nora Anders", renewed)).toBe(401);
});

browserTest(
  "users come from CSV with a verdict on each row, and only good rows are added",
  async () => {
    const visitor = await bench.visitor();
    const { page } = visitor;
    await visitor.signIn(bench.site.people.tess, "/users");
    await page.getByRole("button", { name: "From CSV" }).click();
    const dialog = page.getByRole("dialog");
    const lines = [
      "Name;Email;Context",
      "Käthe Eins;kaethe@example.org;team",
      "Kurt Zwei;kurt@example.org;public",
      "Tess Team;again@example.org;team",
      "Nobody;;nowhere",
    ];
    await dialog
      .getByRole("textbox", { name: "Text with one line for each" })
      .fill(lines.join("\n"));
    await dialog.getByRole("button", { name: "Read this text" }).click();
    await dialog.getByRole("button", { name: "Add 2 rows" }).waitFor();
    await dialog.getByText("Problems (2)").waitFor();
    await dialog.getByRole("button", { name: "Add 2 rows" }).click();
    await dialog.getByText("2 were added.").waitFor();
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name: /Save numbers and passwords/ }).click();
    expect((await download).suggestedFilename()).toBe("parley-users.csv");
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await row(page, "Käthe Eins").waitFor();
    await page.getByRole("searchbox", { name: "Search" }).fill("kurt");
    await row(page, "Käthe Eins").waitFor({ state: "detached" });
    await row(page, "Kurt Zwei").waitFor();
    expect(page.url()).toContain("kurt");
    expect(await page.getByText("Nobody").count()).toBe(0);
  },
);

browserTest(
  "a conference is added, changed and deleted, and can be called in between",
  async () => {
    const visitor = await bench.visitor();
    const { page } = visitor;
    const { control } = bench.site;
    await visitor.signIn(bench.site.people.tess, "/conferences");
    await page.getByRole("button", { name: "Add a conference" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill("board");
    await dialog.getByRole("combobox", { name: "Type" }).selectOption({ index: 1 });
    await dialog.getByRole("combobox", { name: "Context" }).selectOption("team");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await row(page, "board").waitFor();
    const number = /\b30\d{3}\b/.exec(await row(page, "board").innerText())?.[0] ?? "";
    await bench.site.rooms.enter(number, "20501", "Ada");
    await until("the conference", async () =>
      (await control.api("conference json_list")).includes('"board"'),
    );
    await control.api("hupall");

    await page.getByRole("button", { name: "Edit board" }).first().click();
    await dialog.getByRole("textbox", { name: "Name" }).fill("council");
    await dialog.getByRole("button", { name: "Save" }).click();
    await row(page, "council").waitFor();
    await page.getByText("Saved").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    await page.getByRole("button", { name: "Delete council" }).click();
    await inDialog(page, "Delete").click();
    await row(page, "council").waitFor({ state: "detached" });
    const call = await bench.site.rooms.enter(number, "20501", "Ada");
    expect(await call.ended).not.toBe("NORMAL_CLEARING");
  },
);

misbehavingTest(
  "what the switch refuses is said in the form, and nothing has changed",
  async () => {
    const visitor = await bench.visitor();
    const { page } = visitor;
    visitor.expectProblem(/status of 50\d/);
    await visitor.signIn(bench.site.people.tess, "/users");
    await page.getByRole("button", { name: "Add a user" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Name" }).fill("Never There");
    await dialog.getByRole("textbox", { name: "E-mail" }).fill("never@example.org");
    await dialog.getByRole("combobox", { name: "Context" }).selectOption("team");
    bench.site.softswitch.misbehave("refuse reload", "9 [error near line 7]: missing >");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await dialog.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
    bench.site.softswitch.behave();
    expect(await dialog.getByRole("textbox", { name: "Name" }).inputValue()).toBe("Never There");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await passwordOnce(page);
  },
);
