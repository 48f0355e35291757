//! From user space to the page as it is shown.

/// A rectangle in user space (left, bottom, right, top) as left, top, right and bottom in parts of the page whose visible
/// part is `crop` and which is turned clockwise by `turn` degrees.
pub(crate) fn shown(rectangle: [f64; 4], crop: [f64; 4], turn: u32) -> [f64; 4] {
    let (width, height) = (crop[2] - crop[0], crop[3] - crop[1]);
    let left = (rectangle[0] - crop[0]) / width;
    let right = (rectangle[2] - crop[0]) / width;
    let top = (crop[3] - rectangle[3]) / height;
    let bottom = (crop[3] - rectangle[1]) / height;
    match turn % 360 {
        90 => [1.0 - bottom, left, 1.0 - top, right],
        180 => [1.0 - right, 1.0 - bottom, 1.0 - left, 1.0 - top],
        270 => [top, 1.0 - right, bottom, 1.0 - left],
        _ => [left, top, right, bottom],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corner_goes_where_the_page_turns_it() {
        // In the upper left corner of the page as it is written.
        let (corner, crop) = ([100.0, 280.0, 110.0, 300.0], [100.0, 100.0, 200.0, 300.0]);
        assert_eq!(shown(corner, crop, 0), [0.0, 0.0, 0.1, 0.1]);
        assert_eq!(shown(corner, crop, 90), [0.9, 0.0, 1.0, 0.1]);
        assert_eq!(shown(corner, crop, 180), [0.9, 0.9, 1.0, 1.0]);
        assert_eq!(shown(corner, crop, 270), [0.0, 0.9, 0.1, 1.0]);
    }
}
