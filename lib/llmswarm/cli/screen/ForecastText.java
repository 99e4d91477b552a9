package llmswarm.cli.screen;

import java.util.ArrayList;
import java.util.List;

import llmswarm.run.journal.Planning;
import text.Dollars;

/** A forecast for people to read: what each agent's calls of each model are likely to take, and all together. */
public final class ForecastText {
    private ForecastText() {
    }

    /** Lines of at most the width, a heading first. */
    public static List<String> lines(Planning.Forecasted forecast, int width) {
        var rows = new ArrayList<List<String>>();
        forecast.shares().forEach(share -> rows.add(List.of(share.agent(), share.alias(),
                Amounts.count(share.calls(), "call"), tokens(share.low(), share.high()))));
        var plan = forecast.plan();
        var money = plan.dollars() < 0 ? "" : range(Dollars.told(part(plan, plan.low()) * plan.dollars()),
                Dollars.told(part(plan, plan.high()) * plan.dollars()));
        rows.add(List.of("all", money, range(Amounts.shortSeconds(part(plan, plan.low()) * plan.seconds()),
                Amounts.shortSeconds(part(plan, plan.high()) * plan.seconds())), tokens(plan.low(), plan.high())));
        var lines = new ArrayList<>(List.of("", "Forecast"));
        lines.addAll(Table.lines(rows, width));
        return lines;
    }

    private static double part(Planning.Estimate plan, long tokens) {
        return (double) tokens / Math.max(1, plan.tokens());
    }

    private static String tokens(long low, long high) {
        return range(Amounts.shortTokens(low), Amounts.shortTokens(high)) + " tokens";
    }

    private static String range(String low, String high) {
        return low.equals(high) ? low : low + " to " + high;
    }
}
