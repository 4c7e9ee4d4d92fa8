package io.hexagent.infrastructure.market;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * A statement of changes in beneficial ownership as EDGAR's ownership XML has it: the transactions in the shares
 * themselves, not those in options.
 *
 * @param owners who reports, by name
 * @param role what they are to the company, in words
 */
record Form4(String owners, String role, List<Transaction> transactions) {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,12})?");

    Form4 {
        transactions = List.copyOf(transactions);
    }

    /**
     * @param code P and S are trades in the open market, A an award; others as the form's instructions list them
     * @param price of one share; empty for awards and gifts
     * @param ownedAfter shares held afterwards
     */
    record Transaction(
            String date,
            String security,
            String code,
            boolean acquired,
            Optional<BigDecimal> shares,
            Optional<BigDecimal> price,
            Optional<BigDecimal> ownedAfter) {
        /** The code in a word. */
        String kind() {
            return switch (code) {
                case "P" -> "purchase";
                case "S" -> "sale";
                case "A" -> "award";
                case "M" -> "exercise";
                case "F" -> "withheld for tax";
                case "G" -> "gift";
                default -> "other";
            };
        }

        Optional<BigDecimal> value() {
            return shares.flatMap(count -> price.map(count::multiply));
        }
    }

    /** The document is no such statement. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(Throwable cause) {
            super("no ownership document", cause);
        }

        Unreadable() {
            super("no ownership document");
        }
    }

    /** A document with a DOCTYPE is refused, and with it every entity from outside. */
    static Form4 of(byte[] xml) throws Unreadable {
        Element root;
        try {
            root = parser().parse(new ByteArrayInputStream(xml)).getDocumentElement();
        } catch (SAXException | IOException e) {
            throw new Unreadable(e);
        }
        if (!root.getTagName().equals("ownershipDocument")) {
            throw new Unreadable();
        }
        var owners = new ArrayList<String>();
        var roles = new ArrayList<String>();
        for (Element owner : children(root, "reportingOwner")) {
            owners.add(text(owner, "reportingOwnerId", "rptOwnerName"));
            roles(owner).filter(role -> !roles.contains(role)).ifPresent(roles::add);
        }
        var transactions = new ArrayList<Transaction>();
        for (Element table : children(root, "nonDerivativeTable")) {
            for (Element one : children(table, "nonDerivativeTransaction")) {
                transactions.add(transaction(one));
            }
        }
        return new Form4(String.join("; ", owners), String.join("; ", roles), transactions);
    }

    private static DocumentBuilder parser() {
        try {
            var factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Silent());
            return builder;
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException("the platform's own XML parser has these features", impossible);
        }
    }

    /** The usual one writes to standard error. */
    private static final class Silent implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }

    private static Optional<String> roles(Element owner) {
        var roles = new ArrayList<String>();
        for (Element relation : children(owner, "reportingOwnerRelationship")) {
            String title = text(relation, "officerTitle");
            if (isTrue(text(relation, "isOfficer"))) {
                roles.add(title.isEmpty() ? "officer" : title);
            }
            if (isTrue(text(relation, "isDirector"))) {
                roles.add("director");
            }
            if (isTrue(text(relation, "isTenPercentOwner"))) {
                roles.add("owner of 10 %");
            }
        }
        return roles.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", roles));
    }

    private static boolean isTrue(String text) {
        return text.equals("1") || text.equalsIgnoreCase("true");
    }

    private static Transaction transaction(Element one) {
        return new Transaction(
                text(one, "transactionDate", "value"),
                text(one, "securityTitle", "value"),
                text(one, "transactionCoding", "transactionCode"),
                text(one, "transactionAmounts", "transactionAcquiredDisposedCode", "value")
                        .equals("A"),
                number(text(one, "transactionAmounts", "transactionShares", "value")),
                number(text(one, "transactionAmounts", "transactionPricePerShare", "value")),
                number(text(one, "postTransactionAmounts", "sharesOwnedFollowingTransaction", "value")));
    }

    private static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    /** The text at the end of the path, empty when there is none. */
    private static String text(Element from, String... path) {
        Element at = from;
        for (String name : path) {
            List<Element> next = children(at, name);
            if (next.isEmpty()) {
                return "";
            }
            at = next.getFirst();
        }
        return at.getTextContent().strip();
    }

    private static List<Element> children(Element of, String name) {
        var found = new ArrayList<Element>();
        for (Node child = of.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
