package io.hexagent.infrastructure.offline;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Words that tables use for the same thing. A word may stand in several groups. */
final class Synonyms {
    private static final String GROUPS = """
        weight mass weigh
        country nation
        gender sex
        salary pay wage income earnings earning earned compensation paid earn payroll
        gdp income
        revenue sale turnover
        price cost
        cost expense charge fee spending spend spent
        quantity qty count unit
        amount amt
        population pop inhabitant
        temperature temp
        precipitation rain rainfall precip prcp
        beak bill culmen
        department dept division
        category kind type class
        city town
        description desc
        region area
        height tall
        duration length time
        speed velocity
        score mark grade
        rating stars star
        age aged
        customer client buyer
        product item article
        employee staff worker
        number num no nr
        average avg mean
        maximum max
        minimum min
        latitude lat
        longitude lon lng long
        year yr
        address addr
        identifier id
        expectancy expect
        deviation dev std
        survive survived survival survivor
        horsepower hp
        mpg mileage
        cylinder cyl
        sqft footage size area
        response latency
        url page endpoint path
        hire join hired joined
        admission admitted admit
        discharge discharged
        order purchase
        status state
        wind windspeed
        depth deep
        width wide
        teacher instructor
        doctor physician
        experience tenure
        bonus commission
        date day
        month mo
        manager supervisor boss
        vehicle car
        profit margin
        churn churned
        birth born
        consumption usage consumed verbrauch
        temperature temperatur
        location standort
        tariff tarif
        smoker smoking smoke
        rate rating
        life lifespan
        tip gratuity
        stock inventory
        volume vol
        adjusted adj
        transaction txn
        percent pct percentage
        """;
    private static final Map<String, Set<String>> SAME = read();

    private Synonyms() {}

    private static Map<String, Set<String>> read() {
        var same = new HashMap<String, Set<String>>();
        for (String line : GROUPS.lines().toList()) {
            List<String> group = List.of(line.strip().split(" ", -1));
            for (String word : group) {
                same.computeIfAbsent(word, any -> new HashSet<>()).addAll(group);
            }
        }
        return same;
    }

    static boolean same(String one, String other) {
        return one.equals(other) || SAME.getOrDefault(one, Set.of()).contains(other);
    }

    static Set<String> words() {
        return SAME.keySet();
    }
}
