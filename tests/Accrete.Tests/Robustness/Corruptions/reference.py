"""Makes reference.bin.gz: what the libraries that CIFAR-10-C was made with do to one picture.

Needs NumPy, SciPy, scikit-image, OpenCV, Pillow and Wand: on Debian
apt install python3-skimage python3-opencv python3-wand python3-scipy python3-pil

The file holds uint8 images of 32 x 32 x 3, one after the other: the picture, and for each corruption below severities 1 to 5.
Where chance decides, it is fixed: the angle of motion is 30 degrees.
"""

import ctypes
import gzip
import io
import pathlib

import cv2
import numpy as np
from PIL import Image
from scipy.ndimage import zoom
from skimage import color, filters
from wand.api import library
from wand.image import Image as Magick

library.MagickMotionBlurImage.argtypes = (ctypes.c_void_p, ctypes.c_double, ctypes.c_double, ctypes.c_double)


def picture():
    y, x = np.mgrid[0:32, 0:32] / 31.0
    planes = [0.5 + 0.5 * np.sin(9 * x + 4 * y), (x + y) / 2, np.hypot(x - 0.5, y - 0.5)]
    image = np.stack(planes, -1)
    image[6:13, 18:27] = (1, 0.9, 0)
    image[20:28, 5:11] = (0, 0, 0.1)
    return (255 * image.clip(0, 1)).astype(np.uint8)


def defocus_blur(image, severity):
    radius, edge = [(0.3, 0.4), (0.4, 0.5), (0.5, 0.6), (1, 0.2), (1.5, 0.1)][severity - 1]
    y, x = np.mgrid[-8:9, -8:9]
    disk = (x**2 + y**2 <= radius**2).astype(np.float32)
    disk = cv2.GaussianBlur(disk / disk.sum(), ksize=(3, 3), sigmaX=edge)
    return 255 * np.stack([cv2.filter2D(image[..., c] / 255.0, -1, disk) for c in range(3)], -1)


def motion_blur(image, severity):
    radius, sigma = [(6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5)][severity - 1]
    stored = io.BytesIO()
    Image.fromarray(image).save(stored, format="PNG")
    with Magick(blob=stored.getvalue()) as moved:
        library.MagickMotionBlurImage(moved.wand, radius, sigma, 30.0)
        moved.format = "PNG"
        return np.array(Image.open(io.BytesIO(moved.make_blob())).convert("RGB"))


def zoom_blur(image, severity):
    values = (image / 255.0).astype(np.float32)
    factors = np.arange(1, [1.06, 1.11, 1.16, 1.21, 1.26][severity - 1], 0.01)
    total = values.copy()
    for factor in factors:
        side = int(np.ceil(32 / factor))
        first = (32 - side) // 2
        large = zoom(values[first:first + side, first:first + side], (factor, factor, 1), order=1)
        first = (large.shape[0] - 32) // 2
        total += large[first:first + 32, first:first + 32]
    return 255 * (total / (len(factors) + 1)).clip(0, 1)


def brightness(image, severity):
    hsv = color.rgb2hsv(image / 255.0)
    hsv[..., 2] = (hsv[..., 2] + [0.05, 0.1, 0.15, 0.2, 0.3][severity - 1]).clip(0, 1)
    return 255 * color.hsv2rgb(hsv).clip(0, 1)


def contrast(image, severity):
    values = image / 255.0
    mean = values.mean((0, 1), keepdims=True)
    return 255 * ((values - mean) * [0.75, 0.5, 0.4, 0.3, 0.15][severity - 1] + mean).clip(0, 1)


def pixelate(image, severity):
    side = int(32 * [0.95, 0.9, 0.85, 0.75, 0.65][severity - 1])
    return np.array(Image.fromarray(image).resize((side, side), Image.BOX).resize((32, 32), Image.BOX))


def jpeg_compression(image, severity):
    stored = io.BytesIO()
    Image.fromarray(image).save(stored, "JPEG", quality=[80, 65, 58, 50, 40][severity - 1])
    return np.array(Image.open(stored))


def gaussian_nearest(image, severity):
    return 255 * filters.gaussian(image / 255.0, sigma=[0.4, 0.6, 0.7, 0.8, 1][severity - 1], channel_axis=-1)


def gaussian_mirrored(image, severity):
    sigma = [6.4, 1.92, 1.28, 0.96, 3][severity - 1]
    return 255 * filters.gaussian(image / 255.0, sigma=sigma, mode="reflect", truncate=3, channel_axis=-1)


CORRUPTIONS = [defocus_blur, motion_blur, zoom_blur, brightness, contrast, pixelate, jpeg_compression, gaussian_nearest, gaussian_mirrored]

if __name__ == "__main__":
    image = picture()
    images = [image] + [np.uint8(c(image, s)) for c in CORRUPTIONS for s in range(1, 6)]
    target = pathlib.Path(__file__).with_name("reference.bin.gz")
    target.write_bytes(gzip.compress(np.stack(images).tobytes(), mtime=0))
    print(target, len(images), target.stat().st_size)
