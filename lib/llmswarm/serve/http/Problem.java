package llmswarm.serve.http;

import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import llmswarm.guard.Stop;
import llmswarm.model.ModelFailed;

/** Why a request is not done: becomes {@code application/problem+json}. */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param pointer JSON pointer to the field; empty where it is about all */
    public record Fault(String pointer, String sentence) {
    }

    private final int status, exit;
    private final transient List<Fault> faults;

    private Problem(int status, int exit, String detail, List<Fault> faults) {
        super(detail);
        this.status = status;
        this.exit = exit;
        this.faults = List.copyOf(faults);
    }

    public static Problem of(int status, String detail) {
        return new Problem(status, 0, detail, List.of());
    }

    /** What was sent has these faults. */
    public static Problem faulty(int status, List<Fault> faults) {
        return new Problem(status, Stop.USAGE, String.join("\n", faults.stream().map(Fault::sentence).toList()), faults);
    }

    /** What the command line would have said and ended with. */
    public static Problem said(int exit, String sentences) {
        return new Problem(switch (exit) {
            case Stop.USAGE -> 400;
            case Stop.UNTRUSTED -> 403;
            case Stop.UNFINISHED, Stop.BUDGET, Stop.INTERRUPTED -> 409;
            default -> 500;
        }, exit, sentences, List.of());
    }

    /** The same of whatever ended the work; no class and no place of the program is told. */
    public static Problem of(Throwable fault) {
        return switch (fault) {
            case Problem refusal -> refusal;
            case Stop stop -> said(stop.exit(), String.join("\n", stop.lines()));
            case ModelFailed failed -> said(failed.exit(), failed.getMessage());
            default -> of(500, "This is a fault of the program; where serve was started, it says more.");
        };
    }

    public int status() {
        return status;
    }

    /** Without the fields that have no value. */
    public HttpReply reply() {
        var json = new JsonMapper().createObjectNode().put("title", title(status)).put("status", status)
                .put("detail", getMessage());
        if (exit > 0) json.put("exit", exit);
        if (!faults.isEmpty()) {
            var list = json.putArray("faults");
            faults.forEach(fault -> list.addObject().put("pointer", fault.pointer()).put("sentence", fault.sentence()));
        }
        return new HttpReply.Whole(status, "application/problem+json", HttpReply.bytes(json));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 401 -> "Not signed in";
            case 403 -> "Refused";
            case 404 -> "Not there";
            case 405 -> "Not done here";
            case 409 -> "Not now";
            case 413 -> "Too large";
            case 415 -> "Not JSON";
            case 422 -> "Faulty";
            case 503 -> "Busy";
            default -> "Failed";
        };
    }
}
