/** A piece of a model's answer: prose, or what stands in a fence. */
export interface Block {
    readonly code: boolean;
    readonly language: string;
    readonly text: string;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/;

/** The answer cut at its fences; what stands inside a longer one is never looked into, an open one goes to the end. */
export function blocks(answer: string): Block[] {
    const found: Block[] = [];
    let lines: string[] = [];
    let fence = "";
    let language = "";
    const close = (code: boolean) => {
        if (lines.length > 0) found.push({code, language: code ? language : "", text: lines.join("\n")});
        lines = [];
    };
    for (const line of answer.split("\n")) {
        const match = FENCE.exec(line);
        if (fence === "" && match?.[1]) {
            close(false);
            fence = match[1];
            language = match[2] ?? "";
        } else if (fence !== "" && match?.[1]?.startsWith(fence) && match[2] === "") {
            close(true);
            fence = "";
        } else lines.push(line);
    }
    close(fence !== "");
    return found;
}
