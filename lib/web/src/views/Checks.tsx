import {useState, type ReactNode} from "react";
import {count} from "../core/amounts";
import {useLinks, useShown} from "../core/context";
import type {Check} from "../fold/row";
import {holds} from "../fold/outcome";
import {Nothing, Section} from "../parts/basics";
import {Text} from "../text/Text";
import {CheckCard} from "./Attempt";

const MOST = 100;

/** The newest result of every check: of the whole first, then those of tasks. */
export function ChecksView(): ReactNode {
    const {run} = useShown();
    const link = useLinks();
    const [shown, setShown] = useState(MOST);
    const whole: Check[] = [...[...run.board.endChecks.values()].flatMap(row => row.checks), ...run.endCheckStarted];
    const ofTasks = [...run.board.checks.values()]
        .filter(check => check.task !== "")
        .sort((a, b) => Number(holds(a)) - Number(holds(b)));
    return (
        <>
            <Section title="End checks">
                {whole.length === 0 && <Nothing>None has run yet.</Nothing>}
                <div className="checks">
                    {whole.map((check, i) => (
                        <CheckCard key={i} check={check} />
                    ))}
                </div>
            </Section>
            {ofTasks.length > 0 && (
                <Section title="Checks of tasks">
                    <div className="checks">
                        {ofTasks.slice(0, shown).map((result, i) => (
                            <div key={i} className="of-task">
                                <a href={link("task", result.task)}>
                                    <Text>{result.task}</Text>
                                </a>
                                <CheckCard
                                    check={{
                                        name: result.check,
                                        command: result.command,
                                        attempt: result.attempt,
                                        from: 0,
                                        until: 0,
                                        result,
                                    }}
                                />
                            </div>
                        ))}
                    </div>
                    {ofTasks.length > shown && (
                        <button type="button" className="more" onClick={() => setShown(shown + 5 * MOST)}>
                            … {count(ofTasks.length - shown, "more check")}
                        </button>
                    )}
                </Section>
            )}
        </>
    );
}
