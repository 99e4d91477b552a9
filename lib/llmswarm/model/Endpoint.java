package llmswarm.model;

import java.util.function.Consumer;

import dev.langchain4j.model.chat.request.ChatRequest;

/**
 * A model that can be asked; {@code Models} makes them. Retries and time-out are inside, the bound on parallel calls is
 * kept by the queue of the models.
 */
public interface Endpoint {
    /**
     * Asks and waits for the whole answer.
     *
     * @param token called with each piece of text as it arrives; after a retry the text starts again from nothing,
     *              which is told by a call with null
     * @param payer asked before each request that is sent for it
     * @throws ModelFailed          when no answer could be had
     * @throws InterruptedException when the calling thread was interrupted; the call under way is cancelled
     */
    Reply ask(ChatRequest request, Consumer<String> token, Payer payer) throws InterruptedException;

    /** The same where nobody counts what it takes. */
    default Reply ask(ChatRequest request, Consumer<String> token) throws InterruptedException {
        return ask(request, token, Payer.NOBODY);
    }
}
