package llmswarm.cli;

/** What is done in a run and is no task: the ids of the planner's steps, and the row of each. */
final class PlannerStep {
    static final String STACK = ":stack", PLAN = ":plan";
    private static final String REPLAN = ":replan";

    private PlannerStep() {
    }

    /** A row for an id that is none of a task; one that is unknown here goes by its name. */
    static Row row(String id) {
        return switch (id) {
            case STACK -> new Row("stack", "choosing the stack", "", 0);
            case PLAN -> new Row("plan", "making the plan", "", 0);
            case REPLAN -> new Row("replan", "changing the plan", "", 0);
            default -> new Row(id.startsWith(":") ? id.substring(1) : id, "", "", 0);
        };
    }
}
