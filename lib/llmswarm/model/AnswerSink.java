package llmswarm.model;

/** Takes one answer as it arrives, on the thread that reads it. */
interface AnswerSink {
    /** The server has answered with that status. */
    void status(int code);

    /** Something has arrived, if only to keep the connection open. */
    void alive();

    /** A piece of the text. */
    void text(String piece);

    /** The text is whole; how many tokens it took, and the end of the stream, may still come. */
    void ended(Reply soFar);

    /** Nothing more comes. */
    void whole(Reply reply);
}
