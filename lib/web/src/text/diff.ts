export type LineKind = "same" | "added" | "removed" | "note";

export interface DiffLine {
    readonly kind: LineKind;
    readonly text: string;
    /** Its number in the file before and after; 0 where it has none. */
    readonly before: number;
    readonly after: number;
}

export interface Hunk {
    readonly head: string;
    readonly lines: ReadonlyArray<DiffLine>;
}

export interface FileDiff {
    readonly path: string;
    readonly was: string;
    readonly fate: "changed" | "added" | "deleted" | "renamed";
    readonly binary: boolean;
    readonly added: number;
    readonly removed: number;
    readonly hunks: ReadonlyArray<Hunk>;
}

const HEAD = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(.*)$/;

/** A path as git writes it: bare, or between quotes with escapes for bytes of UTF-8. */
function unquoted(path: string): string {
    if (!path.startsWith('"')) return path.replace(/\t$/, "");
    const bytes: number[] = [];
    const encoder = new TextEncoder();
    for (const [, octal, escape, plain] of path.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/g)) {
        if (octal) bytes.push(parseInt(octal, 8));
        else if (escape) bytes.push(...encoder.encode({n: "\n", t: "\t", r: "\r"}[escape] ?? escape));
        else bytes.push(...encoder.encode(plain));
    }
    return new TextDecoder().decode(new Uint8Array(bytes));
}

const pathOf = (line: string): string => unquoted(line.slice(4)).replace(/^[ab]\//, "");

/** The path of a file of which git tells nothing else, as of a binary one. */
function headPath(line: string): string {
    const quoted = /^diff --git "(?:[^"\\]|\\.)*" ("(?:[^"\\]|\\.)*")$/.exec(line);
    if (quoted?.[1]) return unquoted(quoted[1]).replace(/^b\//, "");
    const names = line.slice("diff --git ".length);
    return names.slice((names.length + 1) / 2).replace(/^b\//, "");
}

/** The files of a unified diff as git writes it. */
export function parseDiff(text: string): FileDiff[] {
    const files: FileDiff[] = [];
    const lines = text.split("\n");
    if (lines.at(-1) === "") lines.pop();
    let at = 0;
    while (at < lines.length) {
        const start = lines[at] ?? "";
        at++;
        if (!start.startsWith("diff --git ")) continue;
        let path = headPath(start);
        let was = path;
        let fate: FileDiff["fate"] = "changed";
        let binary = false;
        for (; at < lines.length && !/^(@@ |diff --git )/.test(lines[at] ?? ""); at++) {
            const line = lines[at] ?? "";
            if (line.startsWith("new file")) fate = "added";
            else if (line.startsWith("deleted file")) fate = "deleted";
            else if (line.startsWith("rename from ")) {
                fate = "renamed";
                was = unquoted(line.slice("rename from ".length));
            } else if (line.startsWith("rename to ")) path = unquoted(line.slice("rename to ".length));
            else if (line.startsWith("--- ") && line !== "--- /dev/null") was = pathOf(line);
            else if (line.startsWith("+++ ") && line !== "+++ /dev/null") path = pathOf(line);
            else if (line.startsWith("Binary files ") || line === "GIT binary patch") binary = true;
        }
        const hunks: Hunk[] = [];
        let added = 0;
        let removed = 0;
        for (let head; at < lines.length && (head = HEAD.exec(lines[at] ?? ""));) {
            at++;
            const hunk: DiffLine[] = [];
            let before = Number(head[1]);
            let after = Number(head[3]);
            const beforeEnd = before + Number(head[2] ?? 1);
            const afterEnd = after + Number(head[4] ?? 1);
            while (at < lines.length && (before < beforeEnd || after < afterEnd || lines[at]?.startsWith("\\"))) {
                const line = lines[at++] ?? "";
                const rest = line.slice(1);
                if (line.startsWith("+")) {
                    added++;
                    hunk.push({kind: "added", text: rest, before: 0, after: after++});
                } else if (line.startsWith("-")) {
                    removed++;
                    hunk.push({kind: "removed", text: rest, before: before++, after: 0});
                } else if (line.startsWith("\\")) hunk.push({kind: "note", text: rest.trim(), before: 0, after: 0});
                else hunk.push({kind: "same", text: rest, before: before++, after: after++});
            }
            hunks.push({head: (head[5] ?? "").trim(), lines: hunk});
        }
        files.push({path, was, fate, binary, added, removed, hunks});
    }
    return files;
}
