package io.hexagent.config;

import io.avaje.inject.InjectModule;
import jakarta.inject.Scope;

/**
 * The scope of our beans. A scope of its own keeps them out of a host application's avaje-inject: a default-scope
 * module on the class path would be loaded by the host and break it.
 */
@Scope
@InjectModule(
        name = "core",
        requires = {Settings.class, Parts.class})
@interface CoreScope {}
