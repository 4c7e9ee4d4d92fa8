package io.hexagent.application.strategy.session;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a message is about, by its words alone. */
enum Topic {
    GREETING,
    HELP,
    STATUS,
    THANKS,
    GOODBYE,
    /** Anything else. */
    STRATEGY,
    /** It was read, and nothing in it was understood. */
    UNCLEAR;

    private static final Pattern NO_WORDS = Pattern.compile("[^a-z0-9'% ]+");
    private static final Pattern SPACES = Pattern.compile(" {2,}");
    private static final Pattern HELLO = Pattern.compile(
            "(?:hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day))(?: there| you| all| again)?");
    private static final Pattern HELP_WORDS = Pattern.compile("(?:please )?help(?: me)?(?: please)?"
            + "|what (?:can|do) you do|what can i (?:do|say|ask|type)(?: here)?|how (?:does|do) (?:this|it|you) work"
            + "|how (?:do|can) i (?:use|start|begin)(?: this)?|what are you|who are you|commands|usage"
            + "|(?:which|what) indicators (?:are there|can i use|do you (?:know|have)|exist)");
    private static final Pattern STATUS_WORDS = Pattern.compile(
            "(?:what(?:'s| is)? )?(?:the |our |my |your )?(?:current )?status(?: please)?|where (?:are we|do we"
                + " stand|were we)|how (?:is it going|far are (?:you|we))|are you done|(?:show|tell|give|repeat)(?:"
                + " me)?(?: the| my| our)?(?: current| last)? (?:code|strategy|spec|metrics|results?|figures|state)(?:"
                + " again)?|what(?:'s| is| are) (?:the|my|our)(?: current| last)?"
                + " (?:code|strategy|spec|metrics|results?|figures|state)");
    private static final Pattern BYE = Pattern.compile(
            "(?:(?:ok(?:ay)?|no|great|cool|thanks|thank you|thx|many thanks)(?: a lot| so much| you)? )*(?:bye(?:"
                + " bye)?|goodbye|good bye|see you(?: later)?|cya|(?:that's|thats|that is|that will be|that'll be)"
                + " (?:all|it|enough|everything)(?: for now| thanks| thank you)?|i'?m done|i am done|we(?:'re| are)"
                + " done|done|end|quit|exit|stop|finish(?:ed)?|nothing (?:else|more)|no more|end (?:the"
                + " )?session|(?:stop|end|quit) (?:here|now|it))(?: thanks| thank you| bye)?|no thanks|no thank you");
    private static final Pattern THANK =
            Pattern.compile("(?:(?:ok(?:ay)?|great|cool|nice|perfect|good|super|wow|well done|thanks|thank you|thx"
                    + "|many thanks)(?: a lot| so much| very much)? ?)+");
    private static final Set<String> QUESTION_MARKS = Set.of("?", "??", "???");

    static Topic of(String message) {
        String text = message.strip().toLowerCase(Locale.ROOT);
        if (QUESTION_MARKS.contains(text)) {
            return HELP;
        }
        String words = SPACES.matcher(NO_WORDS.matcher(text.replace('’', '\'')).replaceAll(" "))
                .replaceAll(" ")
                .strip();
        if (HELLO.matcher(words).matches()) {
            return GREETING;
        }
        if (HELP_WORDS.matcher(words).matches()) {
            return HELP;
        }
        if (STATUS_WORDS.matcher(words).matches()) {
            return STATUS;
        }
        if (BYE.matcher(words).matches()) {
            return GOODBYE;
        }
        return THANK.matcher(words).matches() ? THANKS : STRATEGY;
    }
}
