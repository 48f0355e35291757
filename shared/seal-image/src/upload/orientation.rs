//! How a camera was held (Exif 2.32 §4.6.4, tag 0x0112; TIFF 6.0 §2): telephones store what the sensor saw and say how to
//! turn it.

const ORIENTATION: u16 = 0x0112;

/// What has to be done to see the image upright: first mirrored from left to right, then turned clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Orientation {
    pub(super) mirrored: bool,
    /// Quarters of a full turn.
    pub(super) quarters: u8,
}

/// Reads the first directory of the Exif data (a TIFF file); `None` if it does not say.
pub(super) fn orientation(exif: &[u8]) -> Option<Orientation> {
    let little = match exif.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let (first, second) = (u32::from(short(at)?), u32::from(short(at + 2)?));
        Some(if little { second << 16 | first } else { first << 16 | second })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let entries = usize::from(short(directory)?);
    let mut places = (0..entries).map(|index| directory + 2 + 12 * index);
    let entry = places.find(|place| short(*place) == Some(ORIENTATION))?;
    let (mirrored, quarters) = match short(entry + 8)? {
        2 => (true, 0),
        3 => (false, 2),
        4 => (true, 2),
        5 => (true, 3),
        6 => (false, 1),
        7 => (true, 1),
        8 => (false, 3),
        _ => (false, 0),
    };
    Some(Orientation { mirrored, quarters })
}
