package io.hexagent.infrastructure.offline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adjectives of measure, in all three degrees, and the words that columns of that measure go by. */
final class Qualities {
    /**
     * One adjective a line: its forms (positive, comparative, superlative), whether more of it is more, its measures,
     * and measures of which less is more of it.
     */
    private static final String ADJECTIVES = """
        heavy heavier heaviest | high | mass, weight
        light lighter lightest | low | mass, weight
        tall taller tallest | high | height
        short shorter shortest | low | height, length, duration
        long longer longest | high | length, duration
        hot hotter hottest | high | temperature max, temperature high, temperature
        warm warmer warmest | high | temperature max, temperature high, temperature
        cold colder coldest | low | temperature min, temperature low, temperature
        cool cooler coolest | low | temperature min, temperature low, temperature
        old older oldest | high | age | year built, birth year, year made, model year, construction year, founded
        young younger youngest | low | age | birth year
        brand-new newer newest | low | age | year built, year made, model year, construction year, founded
        expensive pricier priciest | high | price, cost
        costly costlier costliest | high | cost, price
        cheap cheaper cheapest | low | price, cost
        big bigger biggest | high | size, area, population, amount
        large larger largest | high | size, area, population, amount
        small smaller smallest | low | size, area, population, amount
        populous populouser populousest | high | population
        populated populateder populatedest | high | population
        windy windier windiest | high | wind
        rainy rainier rainiest | high | precipitation, rain
        wet wetter wettest | high | precipitation, rain
        dry drier driest | low | precipitation, rain
        rich richer richest | high | gdp, income, salary, wealth
        wealthy wealthier wealthiest | high | gdp, income, salary, wealth
        poor poorer poorest | low | gdp, income, salary, wealth
        fast faster fastest | high | speed, velocity | response, latency, duration, elapsed, lap time
        slow slower slowest | low | speed, velocity | response, latency, duration, elapsed, lap time
        deep deeper deepest | high | depth
        shallow shallower shallowest | low | depth
        wide wider widest | high | width
        narrow narrower narrowest | low | width
        thick thicker thickest | high | thickness
        thin thinner thinnest | low | thickness
        profitable profitabler profitablest | high | profit
        powerful powerfuler powerfulest | high | horsepower, power
        spacious roomier roomiest | high | area, size, sqft
        humid more-humid most-humid | high | humidity
        loud louder loudest | high | loudness, noise
        bright brighter brightest | high | brightness
        experienced more-experienced most-experienced | high | experience, tenure
        fertile more-fertile most-fertile | high | fertility
        """;

    private static final Map<String, List<String>> INVERSE = new HashMap<>();
    private static final Map<String, Sense> SENSES = read();

    private Qualities() {}

    private static Map<String, Sense> read() {
        var senses = new HashMap<String, Sense>();
        for (String line : ADJECTIVES.lines().toList()) {
            List<String> parts = List.of(line.strip().split(" \\| ", -1));
            List<String> forms = List.of(parts.get(0).split(" ", -1));
            boolean high = parts.get(1).equals("high");
            List<String> measures = List.of(parts.get(2).split(", ", -1));
            if (parts.size() > 3) {
                forms.forEach(form -> INVERSE.put(form, List.of(parts.get(3).split(", ", -1))));
            }
            senses.put(forms.get(0), new Sense.Quality(measures));
            senses.put(forms.get(1), new Sense.Comparative(high, measures));
            senses.put(forms.get(2), new Sense.Superlative(high, measures));
            senses.put("more " + forms.get(0), new Sense.Comparative(high, measures));
            senses.put("most " + forms.get(0), new Sense.Superlative(high, measures));
            senses.put("less " + forms.get(0), new Sense.Comparative(!high, measures));
            senses.put("least " + forms.get(0), new Sense.Superlative(!high, measures));
        }
        return Map.copyOf(senses);
    }

    /** Measures that fall as the adjective rises: a year of birth for "old". */
    static List<String> inverse(String form) {
        return INVERSE.getOrDefault(form, List.of());
    }

    /** The adjectives by their forms; those of two words are written with a space. */
    static Map<String, Sense> senses() {
        return SENSES;
    }
}
