import type {Checked} from "../events";

export const UNCHECKED = "unchecked";

const BEFORE = "before";

/** Whether it was not allowed or not possible to run it. */
export const isUnchecked = (check: Checked): boolean => check.failure === UNCHECKED;

/** Whether it passed, or failed in the same way before the run changed anything. */
export const holds = (check: Checked): boolean => check.failure === "" || check.failure === BEFORE;

/** Whether it could not be run to its end, for a reason of the machine. */
export const isWithoutResult = (check: Checked): boolean => check.failure === "environment";

/** What a failed or impossible check is told as, in one line. */
export function sentence(event: Checked): string {
    const line =
        event.tail
            .split("\n")
            .map(one => one.trim())
            .find(one => one !== "") ?? "";
    if (isUnchecked(event)) return `check '${event.check}' was not run: ${line}`;
    return isWithoutResult(event) ? line : `check '${event.check}' failed (exit code ${event.exit})`;
}
