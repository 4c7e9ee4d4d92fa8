package io.hexagent.infrastructure.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.Operator;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.Series;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * What CEL is told of our language: the columns, the functions and the operators, and nothing of its own. A column and
 * what is calculated from it is a {@code series}; a number is an int or a double and goes with a series everywhere.
 */
final class RuleLanguage {
    private static final CelType SERIES = OpaqueType.create("series");
    private static final List<CelType> NUMBERS = List.of(SimpleType.INT, SimpleType.DOUBLE);
    private static final List<CelType> OPERANDS = List.of(SERIES, SimpleType.INT, SimpleType.DOUBLE);

    private RuleLanguage() {}

    /**
     * @param longest in code points @param deepest in levels of CEL's grammar, where a long sum is as deep as it is
     *     long
     */
    static CelCompiler compiler(int longest, int deepest) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setStandardEnvironmentEnabled(false)
                .setStandardMacros(List.of())
                .setOptions(CelOptions.current()
                        .maxExpressionCodePointSize(longest)
                        .maxParseRecursionDepth(deepest)
                        .maxParseErrorRecoveryLimit(5)
                        .enableReservedIds(false)
                        .retainRepeatedUnaryOperators(true)
                        .build());
        for (Series.Price price : Series.Price.values()) {
            builder.addVar(price.name().toLowerCase(Locale.ROOT), SERIES);
        }
        for (Indicator indicator : Indicator.values()) {
            builder.addFunctionDeclarations(function(indicator));
        }
        builder.addFunctionDeclarations(
                crossing(Names.CROSSES_ABOVE),
                crossing(Names.CROSSES_BELOW),
                logic(Operator.LOGICAL_AND, 2),
                logic(Operator.LOGICAL_OR, 2),
                logic(Operator.LOGICAL_NOT, 1),
                negation());
        for (Operator comparison : List.of(
                Operator.LESS,
                Operator.LESS_EQUALS,
                Operator.GREATER,
                Operator.GREATER_EQUALS,
                Operator.EQUALS,
                Operator.NOT_EQUALS)) {
            builder.addFunctionDeclarations(comparison(comparison));
        }
        for (Operator arithmetic : List.of(Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY, Operator.DIVIDE)) {
            builder.addFunctionDeclarations(arithmetic(arithmetic));
        }
        return builder.build();
    }

    /**
     * Whether what was checked is a condition. CEL could be told to see to it, but then loads protobuf's descriptors,
     * which take time and are warned of by newer JVMs.
     */
    static boolean isCondition(CelAbstractSyntaxTree checked) {
        return SimpleType.BOOL.equals(checked.getResultType());
    }

    private static CelFunctionDecl function(Indicator indicator) {
        var signatures = new LinkedHashSet<List<CelType>>();
        int least = (int) indicator.settings().stream()
                .takeWhile(setting -> setting.usual().isEmpty())
                .count();
        for (int settings = least; settings <= indicator.settings().size(); settings++) {
            for (List<CelType> numbers : choices(NUMBERS, settings)) {
                signatures.add(numbers);
                if (indicator.inputs() == 1) {
                    var withSeries = new ArrayList<CelType>();
                    withSeries.add(SERIES);
                    withSeries.addAll(numbers);
                    signatures.add(List.copyOf(withSeries));
                }
            }
        }
        var overloads = new ArrayList<CelOverloadDecl>();
        for (List<CelType> parameters : signatures) {
            overloads.add(overload(indicator.function(), overloads.size(), SERIES, parameters));
        }
        return CelFunctionDecl.newFunctionDeclaration(indicator.function(), overloads);
    }

    private static List<List<CelType>> choices(List<CelType> types, int places) {
        if (places == 0) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<CelType>>();
        for (List<CelType> some : choices(types, places - 1)) {
            for (CelType type : types) {
                var longer = new ArrayList<>(some);
                longer.add(type);
                all.add(List.copyOf(longer));
            }
        }
        return all;
    }

    private static CelFunctionDecl crossing(String function) {
        var overloads = new ArrayList<CelOverloadDecl>();
        for (List<CelType> pair : choices(OPERANDS, 2)) {
            if (pair.contains(SERIES)) {
                overloads.add(overload(function, overloads.size(), SimpleType.BOOL, pair));
            }
        }
        return CelFunctionDecl.newFunctionDeclaration(function, overloads);
    }

    private static CelFunctionDecl logic(Operator operator, int operands) {
        List<CelType> conditions = operands == 1 ? List.of(SimpleType.BOOL) : List.of(SimpleType.BOOL, SimpleType.BOOL);
        return CelFunctionDecl.newFunctionDeclaration(
                operator.getFunction(), List.of(overload(name(operator), 0, SimpleType.BOOL, conditions)));
    }

    private static CelFunctionDecl negation() {
        var overloads = new ArrayList<CelOverloadDecl>();
        for (CelType type : OPERANDS) {
            overloads.add(overload("negate", overloads.size(), type, List.of(type)));
        }
        return CelFunctionDecl.newFunctionDeclaration(Operator.NEGATE.getFunction(), overloads);
    }

    private static CelFunctionDecl comparison(Operator operator) {
        var overloads = new ArrayList<CelOverloadDecl>();
        for (List<CelType> pair : choices(OPERANDS, 2)) {
            overloads.add(overload(name(operator), overloads.size(), SimpleType.BOOL, pair));
        }
        return CelFunctionDecl.newFunctionDeclaration(operator.getFunction(), overloads);
    }

    private static CelFunctionDecl arithmetic(Operator operator) {
        var overloads = new ArrayList<CelOverloadDecl>();
        for (List<CelType> pair : choices(OPERANDS, 2)) {
            boolean whole = !pair.contains(SimpleType.DOUBLE) && operator != Operator.DIVIDE;
            CelType result = pair.contains(SERIES) ? SERIES : whole ? SimpleType.INT : SimpleType.DOUBLE;
            overloads.add(overload(name(operator), overloads.size(), result, pair));
        }
        return CelFunctionDecl.newFunctionDeclaration(operator.getFunction(), overloads);
    }

    private static String name(Operator operator) {
        return operator.name().toLowerCase(Locale.ROOT);
    }

    private static CelOverloadDecl overload(String function, int number, CelType result, List<CelType> parameters) {
        return CelOverloadDecl.newGlobalOverload(function + "_" + number, result, parameters);
    }
}
