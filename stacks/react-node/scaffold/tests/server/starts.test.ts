/** What holds for every site: it starts on an empty database, and no endpoint fails when it is called with nothing. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { allRoutes } from "../../server/api.ts";
import { startSite } from "../live.ts";

test("no endpoint fails when somebody without a session calls it with nothing", async (t) => {
  const site = await startSite(t);
  for (const { method, path } of allRoutes()) {
    const body = ["POST", "PUT", "PATCH"].includes(method) ? {} : undefined;
    const answer = await site.visitor().call(method, path.replace(/:\w+/g, "1"), body);
    assert.notEqual(answer.status, 500, `${method} ${path}: the endpoint threw`);
  }
});

test("an address that is not there is told", async (t) => {
  const answer = await (await startSite(t)).visitor().call("GET", "/api/");
  assert.equal(answer.status, 404);
  assert.deepEqual(answer.body, { error: "There is no such address." });
});
