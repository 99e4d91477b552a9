// Makes src/events.ts from lib/schema/event.schema.json: an interface for each definition. Run by `npm run types`.
import {readFileSync, writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";

const schema = new URL("../../schema/event.schema.json", import.meta.url);
const target = new URL("../src/events.ts", import.meta.url);

const pascal = name =>
    name
        .split("-")
        .map(word => word[0].toUpperCase() + word.slice(1))
        .join("");
const quoted = value => JSON.stringify(value);

/** The TypeScript type of a schema, as far as event.schema.json uses it; anything else is an error. */
function type(node) {
    if (node.$ref) return pascal(node.$ref.replace("#/$defs/", ""));
    if ("const" in node) return quoted(node.const);
    if (node.enum) return node.enum.map(quoted).join(" | ");
    if (node.type === "string" || node.type === "boolean") return node.type;
    if (node.type === "integer" || node.type === "number") return "number";
    if (node.type === "array") return `ReadonlyArray<${type(node.items)}>`;
    if (node.type === "object" && node.additionalProperties) {
        return `Readonly<Record<string, ${type(node.additionalProperties)}>>`;
    }
    throw new Error(`event.schema.json uses what this script does not know: ${JSON.stringify(node)}`);
}

/** The description as a comment with lines of at most 118 columns. */
function comment(text) {
    if (text.length < 110) return `/** ${text} */\n`;
    const lines = text.match(/.{1,114}(?:\s|$)/g).map(line => ` * ${line.trimEnd()}`);
    return `/**\n${lines.join("\n")}\n */\n`;
}

function declaration(name, node) {
    const required = new Set(node.required ?? []);
    const fields = Object.entries(node.properties).map(
        ([field, of]) => `    readonly ${field}${required.has(field) ? "" : "?"}: ${type(of)};`,
    );
    const words = node.description ? comment(node.description) : "";
    return `${words}export interface ${pascal(name)} {\n${fields.join("\n")}\n}\n`;
}

/** The whole file that belongs to a schema. */
export function source(text) {
    const {$defs, oneOf} = JSON.parse(text);
    const kinds = oneOf.map(type);
    return [
        "// Made from lib/schema/event.schema.json by `npm run types`; a test says whether it is fresh.\n",
        ...Object.entries($defs).map(([name, node]) => declaration(name, node)),
        "/** A line of a run's journal. */",
        `export type Kept =\n    | ${kinds.join("\n    | ")};\n`,
    ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    writeFileSync(target, source(readFileSync(schema, "utf8")));
}
