package llmswarm.model;

import java.net.http.HttpHeaders;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Takes one answer as it arrives, on the thread that reads it. */
interface AnswerSink {
    /** The request is about to be sent like this. */
    void sent(ObjectNode request);

    /** The server has answered with that status and these headers. */
    void status(int code, HttpHeaders said);

    /** Something has arrived, if only to keep the connection open. */
    void alive();

    /** A piece of the text. */
    void text(String piece);

    /** The server says what the answer took so far. */
    void counted(Usage usage);

    /**
     * The server says that the text is whole; how many tokens it took, and the end of the stream, may still come.
     *
     * @param cutOff whether the model stopped at its token limit
     */
    void ended(boolean cutOff);

    /** Nothing more comes. */
    void whole(boolean cutOff, Usage usage);
}
