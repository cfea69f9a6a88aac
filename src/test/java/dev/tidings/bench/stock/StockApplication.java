package dev.tidings.bench.stock;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** At {@code /stock}. */
@ApplicationPath("stock")
public class StockApplication extends Application {}
