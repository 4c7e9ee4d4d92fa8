package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.tool.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Understands a question: what can be answered at once, arithmetic, and questions about attached data. Thread-safe. */
final class Questions {
    private static final int LONGEST = 2000;
    private static final int KEPT_VIEWS = 16;
    private static final Set<String> FOREIGN = Set.of(
            "el",
            "la",
            "los",
            "las",
            "cuál",
            "cual",
            "qué",
            "cuántos",
            "cuantos",
            "der",
            "die",
            "das",
            "und",
            "wie",
            "viele",
            "ist",
            "welche",
            "durchschnitt",
            "le",
            "les",
            "des",
            "quelle",
            "quel",
            "combien",
            "est",
            "il",
            "di",
            "quanti",
            "qual",
            "média",
            "promedio",
            "moyenne",
            "por",
            "para",
            "nach",
            "für",
            "von",
            "che",
            "una",
            "un",
            "du",
            "gibt",
            "es",
            "zeige",
            "mir",
            "en",
            "y",
            "de",
            "da",
            "os",
            "quantos",
            "hoeveel",
            "het",
            "een",
            "zijn");
    private static final Set<String> HELP = Set.of(
            "help",
            "what can you do",
            "what can i ask",
            "what can i do",
            "how do you work",
            "how does this work",
            "what are you able to do",
            "who are you",
            "what are you",
            "what do you do",
            "how can you help",
            "how can you help me",
            "what questions can i ask",
            "are you a language model",
            "are you an ai",
            "hello",
            "hi",
            "what can you answer",
            "what can you help me with",
            "what can you help with",
            "are you chatgpt",
            "usage",
            "what kind of questions can i ask",
            "what can i ask you",
            "help me",
            "hey",
            "what can this do",
            "what is possible",
            "which model are you",
            "what model are you");
    private static final Set<String> TOOLS = Set.of(
            "list tools",
            "list the tools",
            "what tools do you have",
            "which tools do you have",
            "what tools are there",
            "which tools are there",
            "what tools are available",
            "which tools are available",
            "show tools",
            "list all tools",
            "list available tools",
            "show me the tools",
            "which tools can you use",
            "tools",
            "what tools can you use",
            "list your tools",
            "what tools do i have");
    private static final Set<String> DATASETS = Set.of(
            "list datasets",
            "list the datasets",
            "what datasets are there",
            "which datasets are there",
            "what datasets are attached",
            "which datasets are attached",
            "what datasets do i have",
            "which datasets do i have",
            "show datasets",
            "list all datasets",
            "what data sets are there",
            "which datasets are available",
            "what datasets are available",
            "datasets",
            "list data sets",
            "what files are attached",
            "which files are attached",
            "which files do i have");

    private final Meanings meanings;
    private final Map<String, DatasetView> views = new LinkedHashMap<>(KEPT_VIEWS, 0.75f, true);

    Questions(Meanings meanings) {
        this.meanings = meanings;
    }

    /**
     * @param direct an answer that needs no tool
     * @param steps else the plan
     */
    record Understood(Optional<String> direct, List<PlanStep> steps) {
        static Understood directly(String text) {
            return new Understood(Optional.of(text), List.of());
        }

        static Understood plan(List<PlanStep> steps) {
            return new Understood(Optional.empty(), steps);
        }
    }

    /** @throws Unplannable when the question is refused, or must be asked back */
    Understood understand(String question, List<Dataset> datasets, List<ToolSpec> tools) {
        if (question.isBlank()) {
            throw Unplannable.ask("What would you like to know? " + Replies.POSSIBLE);
        }
        if (question.length() > LONGEST) {
            throw Unplannable.refused("The question has " + question.length() + " characters; I read at most " + LONGEST
                    + ". Ask it in a few sentences.");
        }
        List<Token> tokens = Tokeniser.tokens(question);
        Optional<String> direct = direct(tokens, datasets, tools);
        if (direct.isPresent()) {
            return Understood.directly(direct.get());
        }
        Optional<PlanStep> outside =
                DocumentQuestions.plan(question).or(() -> BacktestQuestions.plan(question, !datasets.isEmpty()));
        if (outside.isPresent()) {
            return Understood.plan(List.of(outside.get()));
        }
        List<PlanStep> arithmetic = Arithmetic.plan(tokens);
        if (!arithmetic.isEmpty()) {
            return Understood.plan(arithmetic);
        }
        if (datasets.isEmpty()) {
            throw withoutData(tokens);
        }
        return Understood.plan(plan(tokens, datasets));
    }

    private static Optional<String> direct(List<Token> tokens, List<Dataset> datasets, List<ToolSpec> tools) {
        String words = String.join(
                " ",
                tokens.stream()
                        .filter(token -> token.isWord() && !token.is("please"))
                        .map(Token::word)
                        .toList());
        if (HELP.contains(words)) {
            return Optional.of(Replies.HELP + (datasets.isEmpty() ? "" : " " + Replies.columns(datasets.getFirst())));
        }
        if (TOOLS.contains(words)) {
            List<String> names = tools.stream()
                    .map(tool -> tool.displayName() + " (" + tool.name() + ")")
                    .toList();
            return Optional.of(
                    names.isEmpty() ? "No tools are available." : "Available tools: " + Replies.list(names) + ".");
        }
        if (DATASETS.contains(words)) {
            List<String> names = datasets.stream()
                    .map(dataset -> dataset.name() + " (" + dataset.rows() + " rows, "
                            + dataset.columns().size() + " columns)")
                    .toList();
            return Optional.of(
                    names.isEmpty() ? "No datasets are attached." : "Attached: " + Replies.list(names) + ".");
        }
        return Optional.empty();
    }

    private static Unplannable withoutData(List<Token> tokens) {
        List<Chunk> chunks = Annotator.chunks(tokens, Optional.empty());
        for (Chunk chunk : chunks) {
            if (chunk.sense() instanceof Sense.OffLimits offLimits) {
                return Unplannable.refused(Replies.offLimits(offLimits.topic()));
            }
        }
        boolean analyses = chunks.stream().anyMatch(Questions::analyses);
        return analyses
                ? Unplannable.ask(Replies.ATTACH)
                : Unplannable.refused("I cannot answer that. " + Replies.POSSIBLE);
    }

    private static boolean analyses(Chunk chunk) {
        return switch (chunk.sense()) {
            case Sense.Calculates any -> true;
            case Sense.Draws any -> true;
            case Sense.Superlative any -> true;
            case Sense.Plain plain ->
                Set.of(
                                Role.HOW_MANY,
                                Role.COUNT,
                                Role.SHARE,
                                Role.PERCENTILE,
                                Role.QUARTILES,
                                Role.CORRELATE,
                                Role.OUTLIERS,
                                Role.DISTRIBUTION,
                                Role.TREND,
                                Role.COMPARE,
                                Role.SCHEMA,
                                Role.DESCRIBE,
                                Role.SUMMARY,
                                Role.MISSING_VALUES,
                                Role.TOP,
                                Role.BOTTOM,
                                Role.FREQUENT,
                                Role.DISTINCT)
                        .contains(plain.role());
            default -> false;
        };
    }

    private List<PlanStep> plan(List<Token> tokens, List<Dataset> datasets) {
        refuseOtherLanguages(tokens, datasets);
        if (datasets.size() == 1) {
            return planner(datasets.getFirst(), false).plan(tokens);
        }
        Optional<Dataset> named = Planner.named(tokens, datasets);
        if (named.isPresent()) {
            return planner(named.get(), true).plan(tokens);
        }
        var plans = new ArrayList<List<PlanStep>>();
        var names = new ArrayList<String>();
        Optional<Unplannable> first = Optional.empty();
        for (Dataset dataset : datasets) {
            try {
                plans.add(planner(dataset, true).plan(tokens));
                names.add(dataset.name());
            } catch (Unplannable problem) {
                first = first.isPresent() && first.get().kind() == AnswerKind.QUESTION ? first : Optional.of(problem);
            }
        }
        if (plans.size() == 1) {
            return plans.getFirst();
        }
        if (plans.isEmpty()) {
            throw first.orElseThrow();
        }
        throw Unplannable.ask("Which data set do you mean: " + Replies.or(names) + "? Name it in the question.");
    }

    private Planner planner(Dataset dataset, boolean several) {
        return new Planner(view(dataset), several, meanings);
    }

    private DatasetView view(Dataset dataset) {
        String key = dataset.content().hex() + "/" + dataset.name();
        synchronized (views) {
            DatasetView kept = views.get(key);
            if (kept != null && kept.dataset().equals(dataset)) {
                return kept;
            }
        }
        var view = new DatasetView(dataset);
        synchronized (views) {
            views.put(key, view);
            if (views.size() > KEPT_VIEWS) {
                views.remove(views.keySet().iterator().next());
            }
        }
        return view;
    }

    /** Most words of another language, or in another script: said so, rather than "unknown word". */
    private void refuseOtherLanguages(List<Token> tokens, List<Dataset> datasets) {
        List<String> words = tokens.stream()
                .filter(Token::isWord)
                .map(token -> token.word().toLowerCase(Locale.ROOT))
                .filter(word -> datasets.stream().noneMatch(dataset -> inData(word, dataset)))
                .toList();
        long foreign = words.stream()
                .filter(word ->
                        FOREIGN.contains(word) || word.chars().anyMatch(c -> c > 0x24f && Character.isLetter(c)))
                .count();
        if ((foreign >= 2 && foreign * 3 >= words.size())
                || (foreign == 1 && words.size() == 1 && words.getFirst().charAt(0) > 0x24f)) {
            throw Unplannable.refused("I understand questions in English only. " + Replies.POSSIBLE);
        }
    }

    private boolean inData(String word, Dataset dataset) {
        List<Token> span = List.of(Token.word(word));
        DatasetView view = view(dataset);
        return !view.values().exact(span).isEmpty()
                || !view.columns()
                        .link(span, java.util.EnumSet.of(ColumnLink.Fit.NAME, ColumnLink.Fit.WORDS))
                        .isEmpty();
    }
}
