package llmswarm.model;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

import dev.failsafe.RetryPolicy;
import llmswarm.config.ModelSpec;
import llmswarm.model.Fault.TryFailed;

/**
 * When a request is sent again, and how often: after faults that pass, with growing pauses, or when the server said.
 *
 * @param first  the pause before the second try
 * @param notice told of each further try before its pause
 */
record Retries(ModelSpec spec, Duration first, Consumer<String> notice) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    RetryPolicy<Reply> policy() {
        return RetryPolicy.<Reply>builder()
                .handleIf(failure -> failure instanceof TryFailed failed && failed.again())
                .withMaxAttempts(Fault.MOST)
                .withBackoff(first.toNanos(), LONGEST.toNanos(), ChronoUnit.NANOS, 3)
                .withJitter(0.25)
                // who was told how long waits at the gate, as all do; a negative delay means the usual one
                .withDelayFnOn(context -> Duration.ofMillis(context.<TryFailed>getLastException().fault().retryAfter()
                        .isPresent() ? 0 : -1), TryFailed.class)
                .onRetryScheduled(event -> {
                    var fault = ((TryFailed) event.getLastException()).fault();
                    notice.accept(FaultText.again(spec, fault, fault.retryAfter().orElse(event.getDelay()),
                            event.getAttemptCount() + 1));
                })
                .build();
    }
}
