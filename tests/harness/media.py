"""Small files of every type that may be uploaded, and of some that may not."""
import io
import struct
import zipfile
import zlib

TYPES = {
    'docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}


def png(width=3, height=2, text=b''):
    """A grey picture; `text` makes its bytes another's."""
    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data +
                struct.pack('>I', zlib.crc32(kind + data)))
    rows = b''.join(b'\0' + b'\x80' * width for _ in range(height)) if width * height < 9e6 else b''
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0,
                                                              0, 0)) +
            (chunk(b'tEXt', b'Comment\0' + text) if text else b'') +
            chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


def jpeg(width=8, height=8):
    """A picture of one grey block."""
    def segment(marker, data):
        return struct.pack('>BBH', 0xff, marker, len(data) + 2) + data
    table = b'\0' + bytes([1] + [0] * 15) + b'\0'
    return (b'\xff\xd8' + segment(0xe0, b'JFIF\0\1\1\0\0\1\0\1\0\0') +
            segment(0xdb, b'\0' + b'\x10' * 64) +
            segment(0xc0, struct.pack('>BHHB', 8, height, width, 1) + b'\1\x11\0') +
            segment(0xc4, table) + segment(0xc4, b'\x10' + table[1:]) +
            segment(0xda, b'\1\1\0\0\x3f\0') + b'\x3f\xff\0\xff\xd9')


def pdf():
    """One empty page."""
    objects = [b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[3 0 R]/Count 1>>',
               b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>']
    text, places = b'%PDF-1.4\n', []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += b'%d 0 obj%sendobj\n' % (number, body)
    start = len(text)
    text += b'xref\n0 4\n0000000000 65535 f \n'
    text += b''.join(b'%010d 00000 n \n' % place for place in places)
    return text + b'trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n' % start


def archive(entries, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', method) as file:
        for name, data in entries:
            file.writestr(name, data)
    return buffer.getvalue()


CONTENT_TYPES = (b'<Types><Override PartName="/word/document.xml" ContentType="application/'
                 b'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
DOCX = [('[Content_Types].xml', CONTENT_TYPES), ('word/document.xml', b'<document/>')]


def docx(*more):
    return archive(DOCX + list(more))


def ofd(*more):
    return archive([('OFD.xml', b'<OFD/>'), ('Doc_0/Document.xml', b'<Document/>')] + list(more))


def mp4(data=b'\0' * 1000):
    def box(kind, body):
        return struct.pack('>I', len(body) + 8) + kind + body
    return (box(b'ftyp', b'isom\0\0\2\0isomiso2') + box(b'moov', box(b'mvhd', b'\0' * 100)) +
            box(b'mdat', data))


# ending, media type, bytes, width and height
GOOD = [
    ('png', 'image/png', png(), (3, 2)),
    ('jpg', 'image/jpeg', jpeg(), (8, 8)),
    ('pdf', 'application/pdf', pdf(), (None, None)),
    ('ofd', 'application/ofd', ofd(), (None, None)),
    ('docx', TYPES['docx'], docx(), (None, None)),
    ('mp4', 'video/mp4', mp4(), (None, None)),
]
