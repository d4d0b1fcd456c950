"""The outside judges: axe-core in the page, the Nu validator beside it."""
import json
import os
import subprocess

from harness import places

PACKAGES = os.path.join(places.BUILD, 'npm', 'node_modules')
AXE = os.path.join(PACKAGES, 'axe-core', 'axe.min.js')
VNU = os.path.join(PACKAGES, 'vnu-jar', 'build', 'dist', 'vnu.jar')

# WCAG 2.1 AA and what axe calls good practice.
TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']


def violations(driver):
    """What axe-core finds on the page shown: rule and the elements, as text."""
    with open(AXE, encoding='utf-8') as file:
        driver.execute_script(file.read())
    result = driver.execute_async_script(
        'const done = arguments[arguments.length - 1];'
        'axe.run(document, {runOnly: arguments[0], resultTypes: ["violations"]})'
        '.then(done, error => done({violations: [{id: String(error), nodes: []}]}));', TAGS)
    return ['%s: %s' % (found['id'], ', '.join(str(node['target']) for node in found['nodes']))
            for found in result['violations']]


def markup_errors(paths):
    """What the Nu validator says of these files, as text."""
    done = subprocess.run([places.program('java'), '-Xss4m', '-jar', VNU, '--format', 'json',
                           '--stdout', '--exit-zero-always', '--errors-only', *paths],
                          capture_output=True, text=True, timeout=300, check=True)
    messages = json.loads(done.stdout)['messages']
    return ['%s:%s: %s' % (os.path.basename(message.get('url', '')), message.get('lastLine'),
                           message['message']) for message in messages]
