package llmswarm.run.steps;

import llmswarm.run.journal.Event;

/**
 * The seam between a run and the world. Who performs a step is one of several that stand before each other: {@link
 * Recorded} takes what the journal holds, {@link Redacting} keeps secrets inside, {@link Live} asks the world and
 * {@link Taped} a tape.
 */
interface Steps {
    /** The whole answer, which is in the journal when this returns. */
    Event.AnsweredModel ask(Step.AskModel step) throws InterruptedException;

    /** What the check showed, likewise. */
    Event.Checked check(Step.RunCheck step) throws InterruptedException;

    /** The reply, or what is assumed, likewise. */
    Event.Answered question(Step.AskPerson step) throws InterruptedException;
}
