import type {ReactNode} from "react";
import type {Stage} from "../fold/row";

/** Each state has a shape of its own, so that colour is not needed: those of the terminal. */
const SHAPES: Readonly<Record<Stage, ReactNode>> = {
    waiting: <circle cx="7" cy="7" r="1.8" />,
    running: <circle cx="7" cy="7" r="4.6" />,
    checking: <path d="M7 1.6 12.4 7 7 12.4 1.6 7Z" />,
    done: <path className="stroke" d="M2.4 7.6 5.6 10.8 11.8 3.4" />,
    failed: <path className="stroke" d="M3 3 11 11M11 3 3 11" />,
    blocked: (
        <g className="stroke">
            <circle cx="7" cy="7" r="5" />
            <path d="M3.6 10.4 10.4 3.6" />
        </g>
    ),
    interrupted: <rect x="2.8" y="2.8" width="8.4" height="8.4" rx="1" />,
};

/** The sign of a state; the word stands beside it, or is said to those who do not see it. */
export function Sign({stage, said = false}: {stage: Stage; said?: boolean}): ReactNode {
    return (
        <svg
            className={`sign s-${stage}`}
            viewBox="0 0 14 14"
            width="14"
            height="14"
            {...(said ? {role: "img", "aria-label": stage} : {"aria-hidden": true})}>
            {SHAPES[stage]}
        </svg>
    );
}

/** The same inside of another drawing. */
export const shape = (stage: Stage): ReactNode => SHAPES[stage];
