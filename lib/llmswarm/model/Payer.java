package llmswarm.model;

/** Who answers for what requests take: asked before each one is sent, told after each what it came to. */
public interface Payer {
    /** Anything may be sent, and nobody counts. */
    Payer NOBODY = most -> (end, counted, bytes) -> counted;

    /** How a request ended. */
    enum End {
        /** With a whole answer. */ ANSWERED,
        /** With an answer that is of no use, such as none but thought. */ ENDED,
        /** Amidst its answer, or while one was awaited: nobody knows what else the server wrote. */ BROKEN,
        /** The server took it and gave nothing of an answer. */ SILENT,
        /** The server refused it. */ REFUSED,
        /** It reached no server. */ UNSENT
    }

    /**
     * Takes on a request whose answer has so many tokens at most; may wait for others to end. What it throws when the
     * request must not be sent ends the call.
     */
    Bill open(long most) throws InterruptedException;

    /** One request that is under way. */
    interface Bill {
        /**
         * The request is over; called once.
         *
         * @param counted what the server says it took; {@link Usage#NONE} where it says nothing
         * @param bytes   of the answer's text that arrived
         * @return what it is taken to have taken
         */
        Usage settle(End end, Usage counted, long bytes);
    }
}
