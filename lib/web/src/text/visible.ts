/** A piece of text as it is shown: as it stands, or as a mark for something that does not show or steers a screen. */
export interface Piece {
    readonly text: string;
    /** What the mark stands for, in words; undefined where the text is text. */
    readonly mark?: string;
}

/** Control characters but tab and line feed, what reorders or hides text, and halves of characters. */
const HIDDEN = new RegExp(
    "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f" +
        "\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]|\\p{Surrogate}",
    "gu",
);

function mark(character: string): Piece {
    const code = character.codePointAt(0) ?? 0;
    const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    if (code === 0x1b) return {text: "‹ESC›", mark: "the escape character"};
    return {text: `‹${number}›`, mark: `character ${number}, which does not show`};
}

/** The text in pieces; nothing is lost or hidden. A carriage return before a line feed is part of the line end. */
export function pieces(text: string): Piece[] {
    const found: Piece[] = [];
    let from = 0;
    for (const match of text.matchAll(HIDDEN)) {
        const next = text[match.index + 1];
        if (match[0] === "\r" && (next === "\n" || next === undefined)) continue;
        if (match.index > from) found.push({text: text.slice(from, match.index)});
        found.push(mark(match[0]));
        from = match.index + match[0].length;
    }
    if (from < text.length) found.push({text: text.slice(from)});
    return found;
}

/** The same in one line of plain text, such as for a title or an attribute. */
export const visible = (text: string): string =>
    pieces(text.replace(/\s*\n\s*/g, " "))
        .map(one => one.text)
        .join("");
