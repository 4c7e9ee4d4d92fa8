"""Stand-ins for the classes of Lean that a written algorithm uses, enough to run one over some bars."""
import importlib
import sys
from datetime import datetime, timedelta


class Named:
    """Any constant of an enumeration."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return name


Resolution = Market = MovingAverageType = Calendar = OrderStatus = Named()


class Point:
    def __init__(self):
        self.value = 0.0


class Line:
    def __init__(self):
        self.current = Point()
        self.is_ready = False


def indicator(lines, whole_bars=False):
    class Indicator(Line):
        def __init__(self, *settings):
            super().__init__()
            self.samples = 0
            self.length = settings[0] if settings else 1
            for line in lines:
                setattr(self, line, Line())

        def update(self, *given):
            assert len(given) == (1 if whole_bars else 2), given
            assert whole_bars or isinstance(given[1], float) or isinstance(given[1], int), given
            self.samples += 1
            self.is_ready = self.samples >= self.length
            for line in [self] + [getattr(self, name) for name in lines]:
                line.current.value = float(given[0].close if whole_bars else given[1])

    return Indicator


SimpleMovingAverage = ExponentialMovingAverage = LinearWeightedMovingAverage = indicator([])
RelativeStrengthIndex = RateOfChangePercent = Maximum = Minimum = StandardDeviation = Delay = indicator([])
MovingAverageConvergenceDivergence = indicator(["signal", "histogram"])
BollingerBands = indicator(["upper_band", "middle_band", "lower_band"])
AverageTrueRange = AverageDirectionalIndex = OnBalanceVolume = indicator([], True)
Stochastic = indicator(["stoch_k", "stoch_d"], True)


class FeeModel:
    pass


class Currency:
    symbol = "USD"


class Security:
    def __init__(self, symbol):
        self.symbol = symbol
        self.price = 10.0
        self.quote_currency = Currency()

    def set_fee_model(self, model):
        self.fees = model

    def set_slippage_model(self, model):
        self.slippage = model


class ConstantSlippageModel:
    def __init__(self, part):
        self.part = part


class CashAmount:
    def __init__(self, amount, currency):
        self.amount = amount
        assert currency == "USD"


class OrderFee:
    def __init__(self, value):
        self.value = value


class Order:
    def __init__(self, quantity):
        self.absolute_quantity = abs(quantity)


class Holding:
    quantity = 0


class Bar:
    def __init__(self, number):
        self.end_time = datetime(2005, 1, 1) + timedelta(days=number)
        self.open, self.high, self.low, self.close, self.volume = 10, 12 + number % 5, 9, 10 + number % 3, 1000


class Bars(dict):
    pass


class Data:
    def __init__(self, bars):
        self.bars = bars


class Event:
    status = "FILLED"

    def __init__(self, quantity):
        self.fill_quantity = quantity
        self.fill_price = 10.0


class Parameters:
    def __init__(self, security, quantity):
        self.security = security
        self.order = Order(quantity)


class QCAlgorithm:
    def __init__(self):
        self.portfolio = {}
        self.transactions = self
        self.handler = None
        self.orders = 0

    def set_start_date(self, *day):
        datetime(*day)

    set_end_date = set_start_date

    def set_cash(self, cash):
        assert cash > 0

    def add_equity(self, symbol, resolution, market=None):
        self.security = Security(symbol)
        self.portfolio[symbol] = Holding()
        return self.security

    add_crypto = add_equity

    def set_benchmark(self, symbol):
        assert symbol == self.security.symbol

    def consolidate(self, symbol, period, handler):
        self.handler = handler

    def calculate_order_quantity(self, symbol, part):
        return 100 * part

    def get_open_orders(self, symbol):
        return []

    def cancel_open_orders(self, symbol):
        pass

    def stop_market_order(self, symbol, quantity, price):
        assert quantity < 0 and 0 < price < 10

    def limit_order(self, symbol, quantity, price):
        assert quantity < 0 and price > 10

    def on_order_event(self, event):
        pass

    def market_order(self, symbol, quantity):
        self.orders += 1
        assert self.security.fees.get_order_fee(Parameters(self.security, quantity)).value.amount >= 0
        self.portfolio[symbol].quantity += quantity
        self.on_order_event(Event(quantity))

    market_on_open_order = market_order


def run(name):
    algorithm = importlib.import_module(name).HexagentStrategy()
    algorithm.initialize()
    for number in range(300):
        bar = Bar(number)
        if algorithm.handler:
            algorithm.handler(bar)
        else:
            algorithm.on_data(Data(Bars({algorithm.security.symbol: bar})))


if __name__ == "__main__":
    for which in range(1, int(sys.argv[1]) + 1):
        run("algorithm" + str(which))
    print("ran", sys.argv[1])
