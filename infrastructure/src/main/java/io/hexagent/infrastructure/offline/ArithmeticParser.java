package io.hexagent.infrastructure.offline;

import io.hexagent.infrastructure.offline.Expression.Binary;
import io.hexagent.infrastructure.offline.Expression.Literal;
import io.hexagent.infrastructure.offline.Expression.Operation;
import io.hexagent.infrastructure.offline.Expression.Previous;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads one step of arithmetic, in signs or words: {@code 3 + 4 * 5}, {@code five plus ten}, {@code 12% of 250},
 * {@code add 20 percent to 80}, {@code divide that by 4}. All tokens must be read, or it is no arithmetic.
 */
final class ArithmeticParser {
    private static final int DEEPEST = 60;
    private static final Set<String> POINTERS = Set.of("it", "that", "this", "result", "answer", "them", "number");
    private static final Map<String, BigDecimal> FRACTIONS = Map.of(
            "half", new BigDecimal("2"),
            "third", new BigDecimal("3"),
            "quarter", new BigDecimal("4"),
            "fifth", new BigDecimal("5"),
            "tenth", new BigDecimal("10"));
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final List<Token> tokens;
    private int at;
    private int depth;

    private ArithmeticParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Optional<Expression> parse(List<Token> tokens) {
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        var parser = new ArithmeticParser(tokens);
        try {
            Expression expression = parser.step();
            return parser.at == tokens.size() ? Optional.of(expression) : Optional.empty();
        } catch (NoArithmetic none) {
            return Optional.empty();
        }
    }

    /** These tokens are no arithmetic. */
    private static final class NoArithmetic extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoArithmetic() {
            super(null, null, false, false);
        }
    }

    private Expression step() {
        if (take("add") || take("plus")) {
            return add();
        }
        if (take("subtract") || take("minus") || take("deduct")) {
            return subtract();
        }
        if (take("multiply") || take("times") || takeBoth("multiplied", "by")) {
            return multiply();
        }
        if (take("divide") || takeBoth("divided", "by")) {
            return divide();
        }
        if (take("double")) {
            return binary(Operation.MULTIPLY, operand(), number(2));
        }
        if (take("triple")) {
            return binary(Operation.MULTIPLY, operand(), number(3));
        }
        if (take("halve")) {
            return binary(Operation.DIVIDE, operand(), number(2));
        }
        if (take("square") && !is("root")) {
            take("of");
            return binary(Operation.POWER, operand(), number(2));
        }
        at = tokens.size() > at && at > 0 && tokens.get(at - 1).is("square") ? at - 1 : at;
        if (take("cube")) {
            return binary(Operation.POWER, operand(), number(3));
        }
        if (take("raise")) {
            Expression base = operand();
            expect("to");
            power();
            return binary(Operation.POWER, base, expression());
        }
        if (take("increase") || take("raised")) {
            return changed(1);
        }
        if (take("decrease") || take("reduce")) {
            return changed(-1);
        }
        return percentQuestion().orElseGet(this::expression);
    }

    /** {@code add 5 and 3}, {@code add 5 to 3}, {@code add 5}, {@code add 20 percent to 80}. */
    private Expression add() {
        if (percentAhead()) {
            BigDecimal percent = percent();
            Expression of = take("to") ? expression() : new Previous();
            return binary(Operation.MULTIPLY, of, literal(factor(percent, 1)));
        }
        Expression first = term();
        if (take("to")) {
            return binary(Operation.ADD, expression(), first);
        }
        if (take("and") || takeComma()) {
            return sum(first);
        }
        return binary(Operation.ADD, new Previous(), first);
    }

    private Expression sum(Expression first) {
        Expression sum = binary(Operation.ADD, first, term());
        while (take("and") || takeComma()) {
            take("and");
            sum = binary(Operation.ADD, sum, term());
        }
        return sum;
    }

    /** {@code subtract 3 from 10}, {@code subtract 3}. */
    private Expression subtract() {
        if (percentAhead()) {
            BigDecimal percent = percent();
            Expression of = take("from") ? expression() : new Previous();
            return binary(Operation.MULTIPLY, of, literal(factor(percent, -1)));
        }
        Expression part = expression();
        Expression from = take("from") ? expression() : new Previous();
        return binary(Operation.SUBTRACT, from, part);
    }

    /** {@code multiply 6 by 7}, {@code multiply by 3}, {@code multiply 6 and 7}. */
    private Expression multiply() {
        if (take("by")) {
            return binary(Operation.MULTIPLY, new Previous(), expression());
        }
        Expression first = operand();
        if (take("by") || take("and") || take("with")) {
            return binary(Operation.MULTIPLY, first, expression());
        }
        return binary(Operation.MULTIPLY, new Previous(), first);
    }

    private Expression divide() {
        if (take("by")) {
            return binary(Operation.DIVIDE, new Previous(), expression());
        }
        Expression first = operand();
        if (take("by")) {
            return binary(Operation.DIVIDE, first, expression());
        }
        if (take("in")) {
            return binary(Operation.DIVIDE, first, fraction());
        }
        return binary(Operation.DIVIDE, new Previous(), first);
    }

    private Expression fraction() {
        Token token = next();
        BigDecimal parts = FRACTIONS.get(token.lemma().equals("halve") || token.is("halves") ? "half" : token.lemma());
        if (parts == null) {
            throw new NoArithmetic();
        }
        return literal(parts);
    }

    /** {@code increase 80 by 20%}. */
    private Expression changed(int sign) {
        Expression of = is("by") ? new Previous() : operand();
        expect("by");
        if (percentAhead()) {
            return binary(Operation.MULTIPLY, of, literal(factor(percent(), sign)));
        }
        return binary(sign > 0 ? Operation.ADD : Operation.SUBTRACT, of, expression());
    }

    /** {@code what percent of 80 is 20}, {@code 20 is what percent of 80}, {@code 20 as a percentage of 80}. */
    private Optional<Expression> percentQuestion() {
        int start = at;
        if ((take("percent") || take("percentage")) && take("of")) {
            Expression whole = operand();
            take("is");
            Expression part = operand();
            return Optional.of(percentOf(part, whole));
        }
        at = start;
        if (is(Token.Kind.NUMBER)) {
            Expression part = literal(next().value());
            boolean asks = (take("is") || take("as")) && (take("what") | take("a") | true);
            if (asks && (take("percent") || take("percentage")) && take("of")) {
                return Optional.of(percentOf(part, operand()));
            }
        }
        at = start;
        return Optional.empty();
    }

    private static Expression percentOf(Expression part, Expression whole) {
        return binary(Operation.MULTIPLY, binary(Operation.DIVIDE, part, whole), literal(HUNDRED));
    }

    private Expression operand() {
        return term();
    }

    private Expression expression() {
        if (++depth > DEEPEST) {
            throw new NoArithmetic();
        }
        Expression left = term();
        while (true) {
            if (take("+") || take("plus")) {
                left = percentAhead() && !percentThenOf()
                        ? binary(Operation.MULTIPLY, left, literal(factor(percent(), 1)))
                        : binary(Operation.ADD, left, term());
            } else if (take("-") || take("minus") || take("less")) {
                left = percentAhead() && !percentThenOf()
                        ? binary(Operation.MULTIPLY, left, literal(factor(percent(), -1)))
                        : binary(Operation.SUBTRACT, left, term());
            } else {
                depth--;
                return left;
            }
        }
    }

    private Expression term() {
        Expression left = factor();
        while (true) {
            if (take("*") || take("×") || take("x") || take("times") || takeBoth("multiplied", "by")) {
                left = binary(Operation.MULTIPLY, left, factor());
            } else if (take("/") || take("÷") || takeBoth("divided", "by") || take("over")) {
                left = binary(Operation.DIVIDE, left, factor());
            } else {
                return left;
            }
        }
    }

    private Expression factor() {
        if (take("-") || take("negative")) {
            Expression negated = factor();
            return negated instanceof Literal literal
                    ? literal(literal.value().negate())
                    : binary(Operation.SUBTRACT, number(0), negated);
        }
        Expression base = primary();
        while (take("squared") || take("cubed")) {
            base = binary(Operation.POWER, base, number(tokens.get(at - 1).is("squared") ? 2 : 3));
        }
        if (take("^") || take("**")) {
            return binary(Operation.POWER, base, factor());
        }
        int start = at;
        if ((take("raised") | true) && take("to")) {
            if (power() || tokens.get(at - 2).is("raised")) {
                return binary(Operation.POWER, base, factor());
            }
            at = start;
        }
        return base;
    }

    /** {@code the power of}, {@code power}. @return whether it was there */
    private boolean power() {
        take("the");
        boolean power = take("power");
        take("of");
        return power;
    }

    private Expression primary() {
        if (++depth > DEEPEST) {
            throw new NoArithmetic();
        }
        Expression value = value();
        depth--;
        return value;
    }

    private Expression value() {
        take("the");
        if (take("(")) {
            Expression inner = expression();
            expect(")");
            return inner;
        }
        if (percentAhead()) {
            BigDecimal percent = percent();
            if (take("of")) {
                return binary(Operation.MULTIPLY, literal(percent.divide(HUNDRED)), primary());
            }
            if (take("off")) {
                return binary(Operation.MULTIPLY, primary(), literal(factor(percent, -1)));
            }
            return literal(percent.divide(HUNDRED));
        }
        if (is(Token.Kind.NUMBER)) {
            return literal(next().value());
        }
        if (takeBoth("square", "root") || take("sqrt")) {
            take("of");
            return binary(Operation.POWER, primary(), literal(new BigDecimal("0.5")));
        }
        if (take("square") && take("of")) {
            return binary(Operation.POWER, primary(), number(2));
        }
        if (take("sum") && take("of")) {
            Expression first = primary();
            if (!take("and") && !takeComma()) {
                throw new NoArithmetic();
            }
            return sum(first);
        }
        if (take("product") && take("of")) {
            Expression first = primary();
            expect("and");
            return binary(Operation.MULTIPLY, first, primary());
        }
        if (take("difference") && (take("between") || take("of"))) {
            Expression first = primary();
            expect("and");
            return binary(Operation.SUBTRACT, first, primary());
        }
        if ((take("average") || take("mean")) && take("of")) {
            return average();
        }
        return fractionOrPointer();
    }

    private Expression average() {
        var numbers = new ArrayList<Expression>(List.of(primary()));
        while (take("and") || takeComma()) {
            take("and");
            numbers.add(primary());
        }
        Expression sum = numbers.getFirst();
        for (Expression number : numbers.subList(1, numbers.size())) {
            sum = binary(Operation.ADD, sum, number);
        }
        return binary(Operation.DIVIDE, sum, number(numbers.size()));
    }

    private Expression fractionOrPointer() {
        boolean article = take("a") || take("one");
        if (at < tokens.size()) {
            BigDecimal parts = FRACTIONS.get(tokens.get(at).word());
            if (parts != null) {
                at++;
                take("of");
                return binary(Operation.DIVIDE, primary(), literal(parts));
            }
            if (!article && POINTERS.contains(tokens.get(at).word())) {
                at++;
                return new Previous();
            }
        }
        if (article && tokens.get(at - 1).is("one")) {
            return number(1);
        }
        throw new NoArithmetic();
    }

    private boolean percentAhead() {
        return is(Token.Kind.PERCENT)
                || (is(Token.Kind.NUMBER)
                        && at + 1 < tokens.size()
                        && (tokens.get(at + 1).is("percent")
                                || tokens.get(at + 1).is("pct")));
    }

    private boolean percentThenOf() {
        int after = is(Token.Kind.PERCENT) ? at + 1 : at + 2;
        return after < tokens.size() && tokens.get(after).is("of");
    }

    private BigDecimal percent() {
        Token token = next();
        if (token.kind() == Token.Kind.NUMBER) {
            at++;
        }
        return token.value();
    }

    private static BigDecimal factor(BigDecimal percent, int sign) {
        return BigDecimal.ONE.add(percent.divide(HUNDRED).multiply(BigDecimal.valueOf(sign)));
    }

    private static Expression binary(Operation operation, Expression x, Expression y) {
        return new Binary(operation, x, y);
    }

    private static Expression literal(BigDecimal value) {
        return new Literal(value);
    }

    private static Expression number(long value) {
        return new Literal(BigDecimal.valueOf(value));
    }

    private Token next() {
        if (at >= tokens.size()) {
            throw new NoArithmetic();
        }
        return tokens.get(at++);
    }

    private boolean is(Token.Kind kind) {
        return at < tokens.size() && tokens.get(at).kind() == kind;
    }

    private boolean is(String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    private boolean take(String word) {
        if (is(word)) {
            at++;
            return true;
        }
        return false;
    }

    private boolean takeBoth(String first, String second) {
        if (is(first) && at + 1 < tokens.size() && tokens.get(at + 1).is(second)) {
            at += 2;
            return true;
        }
        return false;
    }

    private boolean takeComma() {
        if (is(Token.Kind.COMMA)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String word) {
        if (!take(word)) {
            throw new NoArithmetic();
        }
    }
}
