/** Seconds, tokens and money as the terminal tells them. */

/** Such as 12.3 s, 2 min 05 s, 1 h 02 min. */
export function seconds(value: number): string {
    const whole = Math.round(value);
    const two = (n: number) => String(n).padStart(2, "0");
    if (value < 59.95) return `${value.toFixed(1)} s`;
    if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
    return `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} min`;
}

/** A clock of whole seconds that is still running. */
export const clock = (value: number): string => (value < 60 ? `${Math.floor(value)} s` : seconds(Math.floor(value)));

export const whole = (value: number): string => Math.round(value).toLocaleString("en-US");

/** In at most six characters below a billion. */
export function short(tokens: number): string {
    if (tokens < 10_000) return whole(tokens);
    return tokens < 999_950 ? `${(tokens / 1e3).toFixed(1)}k` : `${(tokens / 1e6).toFixed(1)}M`;
}

/** US dollars; four digits behind the point below one dollar, where most runs are. */
export function money(dollars: number): string {
    if (dollars === 0) return "$0";
    if (dollars < 0.00005) return "<$0.0001";
    return dollars < 0.99995
        ? `$${dollars.toFixed(4)}`
        : `$${dollars.toLocaleString("en-US", {minimumFractionDigits: 2, maximumFractionDigits: 2})}`;
}

/** Such as 1 task, 6 tasks. */
export const count = (number: number, noun: string): string => `${whole(number)} ${noun}${number === 1 ? "" : "s"}`;

export function bytes(number: number): string {
    if (number < 1000) return `${number} B`;
    return number < 1e6 ? `${(number / 1e3).toFixed(1)} kB` : `${(number / 1e6).toFixed(1)} MB`;
}

const TIME = new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false});
const DAY = new Intl.DateTimeFormat(undefined, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
});

export const time = (at: string): string => TIME.format(Date.parse(at));
export const day = (at: string): string => DAY.format(Date.parse(at));
