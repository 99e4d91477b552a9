import {readdirSync, readFileSync} from "node:fs";
import {expect, test} from "vitest";
// @ts-expect-error a script without types
import {source} from "../scripts/types.mjs";

const place = (path: string): URL => new URL(`../${path}`, import.meta.url);
const text = (path: string): string => readFileSync(place(path), "utf8");
const sources = readdirSync(place("src"), {recursive: true, encoding: "utf8"})
    .filter(name => /\.tsx?$/.test(name))
    .map(name => [name, text(`src/${name}`)] as const);

test("the types of events are made from the schema as it is now", () => {
    expect(text("src/events.ts"), "run: npm run types").toBe(source(text("../schema/event.schema.json")));
});

test.each(sources)("%s gives the browser no markup and no code that is put together from text", (_, code) => {
    expect(code).not.toMatch(
        /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/,
    );
});

test.each(sources)("%s names no other machine", (_, code) => {
    expect(code).not.toMatch(/https?:\/\//);
});

test("no file is too long to read", () => {
    expect(sources.filter(([, code]) => code.split("\n").length > 251).map(([name]) => name)).toEqual(["events.ts"]);
});
