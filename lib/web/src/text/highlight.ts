import bash from "highlight.js/lib/languages/bash";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import markdown from "highlight.js/lib/languages/markdown";
import python from "highlight.js/lib/languages/python";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import {createLowlight} from "lowlight";

/** A piece of a line of code; the name says what it is, such as keyword, and is empty for the rest. */
export interface Token {
    readonly text: string;
    readonly name: string;
}

const known = createLowlight({bash, java, javascript, json, markdown, python, sql, typescript, xml, yaml});

const BY_ENDING: Readonly<Record<string, string>> = {
    py: "python",
    js: "javascript",
    mjs: "javascript",
    cjs: "javascript",
    jsx: "javascript",
    ts: "typescript",
    tsx: "typescript",
    html: "xml",
    htm: "xml",
    svg: "xml",
    xml: "xml",
    json: "json",
    jsonl: "json",
    sh: "bash",
    bash: "bash",
    java: "java",
    sql: "sql",
    yaml: "yaml",
    yml: "yaml",
    md: "markdown",
};

/** Longer texts stay plain: colours are not worth the wait. */
const LONGEST = 200_000;

export const languageOf = (path: string): string => BY_ENDING[path.slice(path.lastIndexOf(".") + 1)] ?? "";

interface Node {
    readonly type: string;
    readonly value?: string;
    readonly properties?: {readonly className?: unknown};
    readonly children?: ReadonlyArray<Node>;
}

/** The text line by line, each in pieces; plain where the language is unknown. */
export function highlighted(text: string, language: string): Token[][] {
    const name = BY_ENDING[language] ?? language;
    if (text.length > LONGEST || !known.registered(name)) {
        return text.split("\n").map(line => [{text: line, name: ""}]);
    }
    const lines: Token[][] = [[]];
    const walk = (node: Node, kind: string): void => {
        if (node.type === "text") {
            (node.value ?? "").split("\n").forEach((part, i) => {
                if (i > 0) lines.push([]);
                if (part !== "") lines.at(-1)?.push({text: part, name: kind});
            });
            return;
        }
        const classes = node.properties?.className;
        const own = Array.isArray(classes) ? String(classes[0] ?? "").replace("hljs-", "") : "";
        for (const child of node.children ?? []) walk(child, own || kind);
    };
    walk(known.highlight(name, text) as Node, "");
    return lines;
}
