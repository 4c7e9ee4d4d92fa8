package io.hexagent.infrastructure.cel;

import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.infrastructure.yaml.Span;

/**
 * What is wrong with a rule.
 *
 * @param span in code points of the rule
 * @param example a rule that would be right
 */
record Fault(ErrorCode code, Span span, String message, String cause, String fix, String example) {}
