/**
 * This package holds the language of strategies: documents whose rules are expressions of CEL over our own functions.
 * CEL parses and type-checks; nothing is ever evaluated by it. How YAML is read does not belong here.
 */
@NullMarked
package io.hexagent.infrastructure.cel;

import org.jspecify.annotations.NullMarked;
