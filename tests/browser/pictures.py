"""Pictures of a part of the page, as small as their text allows.

A screenshot has few colours beside the greys at the edges of its letters, so
256 of them, chosen by the browser, lose nothing the eye would miss, and a
picture with a palette is a third of one without."""
import base64
import struct
import zlib

MARGIN = 12

BOX = '''
const boxes = arguments[0].flatMap((selector) => {
  const found = [...document.querySelectorAll(selector)];
  if (!found.length) throw new Error('nothing on the page is ' + selector);
  return found.map((node) => node.getBoundingClientRect());
}).filter((box) => box.width && box.height);
const left = Math.min(...boxes.map((box) => box.left)) + scrollX;
const top = Math.min(...boxes.map((box) => box.top)) + scrollY;
return [left, top, Math.max(...boxes.map((box) => box.right)) + scrollX - left,
        Math.max(...boxes.map((box) => box.bottom)) + scrollY - top,
        document.documentElement.clientWidth];'''

# The commonest colours, every one at least SPACING away from those before it;
# each dot becomes the nearest of them.
REDUCE = '''
const [data, done] = arguments, SPACING = 12;
(async () => {
  const blob = await (await fetch('data:image/png;base64,' + data)).blob();
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context.drawImage(bitmap, 0, 0);
  const dots = new Uint32Array(
    context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
  const counts = new Map();
  for (const dot of dots) counts.set(dot, (counts.get(dot) || 0) + 1);
  const parts = (dot) => [dot & 255, dot >> 8 & 255, dot >> 16 & 255];
  const apart = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  const palette = [];
  for (const [dot] of [...counts].sort((a, b) => b[1] - a[1])) {
    const colour = parts(dot);
    if (palette.length < 256 && palette.every((other) => apart(other, colour) >= SPACING))
      palette.push(colour);
  }
  const nearest = new Map();
  for (const dot of counts.keys()) {
    const colour = parts(dot), far = palette.map((other) => apart(other, colour));
    nearest.set(dot, far.indexOf(Math.min(...far)));
  }
  let text = '';
  for (const dot of dots) text += String.fromCharCode(nearest.get(dot));
  done([bitmap.width, bitmap.height, palette.flat(), btoa(text)]);
})().catch((error) => done(String(error)));'''


def chunk(kind, data):
    body = kind + data
    return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))


def with_palette(width, height, palette, dots):
    """A PNG of one byte per dot, an index into the palette."""
    rows = b''.join(b'\0' + dots[y * width:(y + 1) * width] for y in range(height))
    return (b'\x89PNG\r\n\x1a\n' +
            chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 3, 0, 0, 0)) +
            chunk(b'PLTE', bytes(palette)) + chunk(b'IDAT', zlib.compress(rows, 9)) +
            chunk(b'IEND', b''))


def size(path):
    """Width and height of a PNG."""
    with open(path, 'rb') as file:
        return struct.unpack('>II', file.read(24)[16:])


def cut(driver, selectors, path, tallest):
    """Saves the part of the page that holds all elements of the selectors, no
    taller than that many dots."""
    left, top, width, height, screen = driver.execute_script(BOX, selectors)
    x, y = max(0, left - MARGIN), max(0, top - MARGIN)
    shot = driver.execute_cdp_cmd('Page.captureScreenshot', {
        'format': 'png', 'captureBeyondViewport': True,
        'clip': {'x': x, 'y': y, 'width': min(screen - x, left + width + MARGIN - x),
                 'height': min(tallest, height + 2 * MARGIN), 'scale': 1}})['data']
    here = driver.current_url
    driver.get('about:blank')
    reduced = driver.execute_async_script(REDUCE, shot)
    assert isinstance(reduced, list), reduced
    wide, high, palette, dots = reduced
    with open(path, 'wb') as file:
        file.write(with_palette(wide, high, palette, base64.b64decode(dots)))
    driver.get(here)
