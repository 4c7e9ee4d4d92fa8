package io.hexagent.infrastructure.offline;

import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import io.hexagent.infrastructure.offline.PlanStep.Topic;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows a question after passages of documents: "What do the documents say about refunds?". */
final class DocumentQuestions {
    private static final int MOST = 50;
    private static final String LEAD =
            "^(?:(?:please|can you|could you|would you|i want to|i would like to|i'd like to|now|and|so|hey|hi|hello)"
                    + "\\b[\\s,]*)*";
    private static final String DETERMINER =
            "(?:(?:all|any|each)\\s+(?:of\\s+)?)?(?:(?:the|my|our|your|these|those)\\s+)?";
    private static final String SURE = "(?:(?:uploaded|added|attached|own)\\s+)?(?:documents?|docs)";
    private static final String DOCUMENTS = "(?:(?:uploaded|added|attached|own)\\s+)?"
            + "(?:documents?|docs|notes|pdfs?|manuals?|files|papers|library|knowledge base)";
    private static final String PASSAGES = "(?:passages?|quotes?|quotations?|excerpts?|citations?)";
    private static final String ABOUT = "(?:about|on|regarding|concerning|of)";
    private static final List<Pattern> FORMS = List.of(
            form("(?:search|look|check|scan)\\s+(?:(?:through|in|into|within|across)\\s+)?" + DETERMINER + DOCUMENTS
                    + "\\s+(?:for|about|on|regarding)\\s+(?<query>.+)"),
            form("(?:search|look|query)\\s+(?:for\\s+|up\\s+)?(?<query>.+?)\\s+(?:in|within|across|through)\\s+"
                    + DETERMINER + DOCUMENTS),
            form("find\\s+(?<query>.+?)\\s+(?:in|within|across)\\s+" + DETERMINER + SURE),
            form("what\\s+(?:do|does|did)\\s+" + DETERMINER + DOCUMENTS
                    + "\\s+(?:say|tell|state|mention|write|know|have to say)\\s+(?:(?:us|me)\\s+)?" + ABOUT
                    + "\\s+(?<query>.+)"),
            form("what\\s+(?:is|was)\\s+(?:said|written|mentioned|stated)\\s+" + ABOUT
                    + "\\s+(?<query>.+?)\\s+(?:in|by)\\s+" + DETERMINER + DOCUMENTS),
            form("(?:find|show|give|list|quote|get|look for|search for|search|are there|is there)\\s+"
                + "(?:(?:me|us)\\s+)?(?:(?:all|any|some|the|a|every|best|first|top)\\s+){0,2}(?:(?<most>\\d{1,4})\\s+)?"
                    + PASSAGES + "\\s+(?:about|on|regarding|concerning|for|with|containing|mentioning|related to|that"
                    + " (?:mention|contain|are about)s?)\\s+(?<query>.+)"),
            form("(?:do|does|did)\\s+" + DETERMINER + DOCUMENTS
                    + "\\s+(?:say|mention|contain|have)\\s+(?:(?:anything|something)\\s+(?:" + ABOUT
                    + "\\s+)?)?(?<query>.+)"),
            form("is there (?:anything|something)\\s+" + ABOUT + "\\s+(?<query>.+?)\\s+in\\s+" + DETERMINER
                    + DOCUMENTS),
            form("(?:which|where)\\s+(?:do\\s+|of\\s+)?" + DETERMINER + "(?:" + SURE + "|" + PASSAGES
                    + ")\\s+(?:mention|say something about|talk about|are about|discuss)\\s+(?<query>.+)"),
            form("(?:according to|based on|in)\\s+(?:the|my|our)\\s+" + SURE + "\\s*[,:]?\\s+(?<query>.+)"));
    private static final Pattern NOTHING = form("(?:(?:search|look (?:in|into|through)|check|scan)\\s+" + DETERMINER
            + SURE + "|what\\s+(?:do|does)\\s+" + DETERMINER + SURE + "\\s+say|find\\s+(?:me\\s+)?(?:some\\s+|the\\s+)?"
            + "passages)(?:\\s+(?:for|about))?");
    private static final Pattern WITHIN =
            Pattern.compile("(?i)\\s+(?:in|from|within)\\s+(?:the|my|our|all|all my|all the)\\s+" + SURE + "$");
    private static final Pattern FURTHER = Pattern.compile("(?i)(?:[,;.]|\\band\\b)\\s*(?:then\\b|(?:plot|draw|chart|"
            + "summari[sz]e|translate|e-?mail|multiply|explain|count|compare|rank)\\s+(?:it|them|that|this|these|those|"
            + "the (?:results?|passages?|answer)|by \\d))|^.*\\bthen (?:plot|draw|summari[sz]e|translate|e-?mail)\\b");

    private DocumentQuestions() {}

    private static Pattern form(String form) {
        return Pattern.compile(LEAD + form + "$", Pattern.CASE_INSENSITIVE);
    }

    /** @throws Unplannable when it is such a question, but says not what to look for, or wants more than passages */
    static Optional<PlanStep> plan(String question) {
        String text = question.replace('’', '\'')
                .replaceAll("\\s+", " ")
                .strip()
                .replaceAll("(?i)[\\s?!.,]*(?:\\bplease\\b)?[\\s?!.]*$", "");
        if (NOTHING.matcher(text).matches()) {
            throw Unplannable.ask(
                    "What should I look for in the documents? For example: \"Search the documents for" + " refunds\".");
        }
        for (Pattern form : FORMS) {
            Matcher asked = form.matcher(text);
            if (asked.matches()) {
                return Optional.of(step(query(asked.group("query")), limit(form, asked)));
            }
        }
        return Optional.empty();
    }

    private static String query(String asked) {
        String query = WITHIN.matcher(asked).replaceFirst("").strip();
        if (FURTHER.matcher(query).find()) {
            throw Unplannable.refused(
                    "I only quote passages of documents; what should be done with them I cannot do. Ask for the"
                            + " passages alone.");
        }
        boolean quoted = query.length() > 2
                && "\"“'".indexOf(query.charAt(0)) >= 0
                && "\"”'".indexOf(query.charAt(query.length() - 1)) >= 0;
        return quoted ? query.substring(1, query.length() - 1).strip() : query;
    }

    private static Optional<Integer> limit(Pattern form, Matcher asked) {
        if (!form.namedGroups().containsKey("most") || asked.group("most") == null) {
            return Optional.empty();
        }
        int most = Integer.parseInt(asked.group("most"));
        if (most < 1 || most > MOST) {
            throw Unplannable.refused("I give 1 to " + MOST + " passages at once, not " + most + ".");
        }
        return Optional.of(most);
    }

    private static PlanStep step(String query, Optional<Integer> limit) {
        var arguments = Value.fields().put("query", query);
        limit.ifPresent(most -> arguments.put("limit", most));
        return new PlanStep(
                "Search the documents for \"" + query + "\".",
                "search_documents",
                PlanStep.Arguments.fixed(arguments.build()),
                new Telling(Telling.Kind.PASSAGES, query, ""),
                List.of(),
                Topic.NONE);
    }
}
