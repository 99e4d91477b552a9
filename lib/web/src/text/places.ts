/** A place in a file that an output names. */
export interface Place {
    readonly path: string;
    readonly line: number;
    /** Where in the text it is named. */
    readonly from: number;
    readonly to: number;
}

const FORMS = [
    /File "([^"\n]{1,300})", line (\d{1,7})/g,
    /((?:[\w.@+-]+\/)*[\w.@+-]+\.\w{1,8}):(\d{1,7})/g,
    /((?:[\w.@+-]+\/)*[\w.@+-]+\.\w{1,8})\((\d{1,7})(?:,\d+)?\)/g,
];

/** Places of files that are known, in order; a path in an attempt's folder means the project's file of that end. */
export function places(text: string, known: ReadonlySet<string>): Place[] {
    const found: Place[] = [];
    for (const form of FORMS) {
        for (const match of text.matchAll(form)) {
            const [all, name = "", line = ""] = match;
            const path = resolved(name, known);
            if (path !== undefined) {
                found.push({path, line: Number(line), from: match.index, to: match.index + all.length});
            }
        }
    }
    found.sort((a, b) => a.from - b.from);
    return found.filter((place, i) => i === 0 || place.from >= (found[i - 1]?.to ?? 0));
}

function resolved(name: string, known: ReadonlySet<string>): string | undefined {
    for (let path = name.replace(/^\.\//, ""); ; path = path.slice(path.indexOf("/") + 1)) {
        if (known.has(path)) return path;
        if (!path.includes("/")) return undefined;
    }
}
