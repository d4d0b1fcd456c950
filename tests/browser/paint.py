"""When a page is first seen, and whether it moves afterwards, on a slow phone.

The profile is that of Lighthouse's mobile runs: a round trip of 150 ms,
1.6 Mbit/s down and 750 kbit/s up, a processor four times slower, a screen of
360 by 740. The cache is empty each time. The screen is not said to be that of
a phone: Chromium tells of no shift then."""

ROUND_TRIP = 150
DOWN, UP = 1_638_400 // 8, 750_000 // 8
SLOWER = 4

OBSERVE = '''
    window.dsPaint = {shift: 0, first: null};
    new PerformanceObserver(list => list.getEntries().forEach(entry => {
        if (!entry.hadRecentInput) window.dsPaint.shift += entry.value;
    })).observe({type: 'layout-shift', buffered: true});
    new PerformanceObserver(list => list.getEntries().forEach(entry => {
        if (entry.name === 'first-contentful-paint') window.dsPaint.first = entry.startTime;
    })).observe({type: 'paint', buffered: true});
'''
# Read once the page has been drawn a few times more and what comes late has come.
READ = '''
    const done = arguments[arguments.length - 1];
    const settle = left => left ? requestAnimationFrame(() => settle(left - 1))
                                : setTimeout(() => done(window.dsPaint), 300);
    document.readyState === 'complete' ? settle(3)
                                       : addEventListener('load', () => settle(3));
'''


def slow_down(driver):
    driver.execute_cdp_cmd('Network.enable', {})
    driver.execute_cdp_cmd('Network.setCacheDisabled', {'cacheDisabled': True})
    driver.execute_cdp_cmd('Network.emulateNetworkConditions', {
        'offline': False, 'latency': ROUND_TRIP, 'downloadThroughput': DOWN,
        'uploadThroughput': UP})
    driver.execute_cdp_cmd('Emulation.setCPUThrottlingRate', {'rate': SLOWER})
    driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {
        'width': 360, 'height': 740, 'deviceScaleFactor': 2, 'mobile': False})


def restore(driver):
    driver.execute_cdp_cmd('Emulation.clearDeviceMetricsOverride', {})
    driver.execute_cdp_cmd('Emulation.setCPUThrottlingRate', {'rate': 1})
    driver.execute_cdp_cmd('Network.emulateNetworkConditions', {
        'offline': False, 'latency': 0, 'downloadThroughput': -1, 'uploadThroughput': -1})
    driver.execute_cdp_cmd('Network.setCacheDisabled', {'cacheDisabled': False})


def measure(driver, url):
    """(milliseconds to the first contentful paint, cumulative layout shift)."""
    script = driver.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', {'source': OBSERVE})
    slow_down(driver)
    try:
        driver.get(url)
        seen = driver.execute_async_script(READ)
    finally:
        restore(driver)
        driver.execute_cdp_cmd('Page.removeScriptToEvaluateOnNewDocument', script)
    return seen['first'], seen['shift']
